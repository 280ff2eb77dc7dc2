package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.operations.WhyPicture;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chatpush send-test}. */
@Command(
    name = "send-test",
    description = {
      "Sends a chat event to one device, by the way that all events take, waits for the end of its"
          + " push and says what became of it, as why does.",
      "",
      "${ROOT-COMMAND-NAME} send-test event.json --device maya/maya-phone",
      "",
      "The device is the only recipient, whatever the file says: recipients, only_device_ids and"
          + " exclude are replaced, and so are message_id, sent_at and expires_at.",
      "The access token needs the scopes chatpush.publish and chatpush.read.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:FCM accepted the push",
      "1:it ended in another way, the event was refused, or the service did not answer",
      "2:wrong options",
      "3:the push had not ended when the time was up"
    })
public final class SendTestCommand implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(500);

  /** The search begins this long before now, in case the clock here is ahead of the service's. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;
  @Mixin private EventFile event = new EventFile();

  @Option(
      names = "--device",
      paramLabel = "USER/DEVICE",
      required = true,
      converter = DeviceName.Converter.class,
      description = "Where to.")
  private DeviceName device = new DeviceName("", "");

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the end of the push (default: ${DEFAULT-VALUE}).")
  private long seconds;

  /** Creates the command for a deployment of that kind. */
  public SendTestCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    byte[] body = EventFile.bytes(addressed(event.read()));
    OperatorClient client = service.client(List.of(OperatorScopes.PUBLISH, OperatorScopes.READ));
    Instant begun = Clock.systemUTC().instant();
    JsonNode published = client.post(app.path("/messages"), Map.of(), body).shown();
    String message = published.path("message_id").asText();
    if (!service.json()) {
      terminal.line(
          "Sent %s to %s of %s."
              .formatted(message, VisibleText.of(device.device()), VisibleText.of(device.user())));
      for (JsonNode notice : published.path("notices")) {
        terminal.line(terminal.accent("! ") + notice.path("message").asText());
      }
    }
    String path = app.path("/messages/" + OperatorClient.encode(message) + "/pushes");
    Map<String, String> since = Map.of("since", begun.minus(CLOCKS_DIFFER).toString());
    long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    Optional<Answer> found = client.find(path, since);
    while (!isEnded(found) && System.nanoTime() - deadline < 0) {
      if (!service.json()) {
        terminal.progress("  " + stage(found));
      }
      // The answer is a search of topics; the service offers no notification of its end.
      Thread.sleep(LOOK);
      found = client.find(path, since);
    }
    return end(terminal, message, found);
  }

  private int end(Terminal terminal, String message, Optional<Answer> found) {
    boolean isEnded = isEnded(found);
    if (service.json()) {
      found.ifPresent(answer -> terminal.line(answer.json()));
    } else {
      found.ifPresent(
          answer -> new WhyPicture(terminal, null).draw(answer.shown()).forEach(terminal::line));
      if (!isEnded) {
        terminal.line(
            "The push has not ended after %d s: %s. %s why %s says later what became of it."
                .formatted(seconds, stage(found), spec.root().name(), message));
      }
    }
    if (!isEnded) {
      return 3;
    }
    return found.filter(answer -> isAccepted(answer.shown())).isPresent() ? 0 : 1;
  }

  private ObjectNode addressed(ObjectNode given) {
    given.put("message_id", "test-" + UUID.randomUUID());
    given.putArray("recipients").add(device.user());
    given.putArray("only_device_ids").add(device.device());
    given.remove(List.of("exclude", "sent_at", "expires_at"));
    return given;
  }

  private boolean isEnded(Optional<Answer> found) {
    return found.filter(answer -> isEnded(answer.shown())).isPresent();
  }

  private boolean isEnded(JsonNode pushes) {
    if (pushes.has("refused")) {
      return true;
    }
    List<JsonNode> ours = ours(pushes);
    return !ours.isEmpty()
        && ours.stream().allMatch(push -> !push.has("pending") && !push.path("history").isEmpty());
  }

  private boolean isAccepted(JsonNode pushes) {
    List<JsonNode> ours = ours(pushes);
    return !ours.isEmpty()
        && ours.stream().allMatch(push -> push.path("state").asText().equals("ACCEPTED"));
  }

  /** Returns the pushes of the user, which are one. */
  private List<JsonNode> ours(JsonNode pushes) {
    List<JsonNode> ours = new ArrayList<>();
    for (JsonNode recipient : pushes.path("recipients")) {
      if (recipient.path("user").asText().equals(VisibleText.of(device.user()))) {
        recipient.path("devices").forEach(ours::add);
      }
    }
    return ours;
  }

  private String stage(Optional<Answer> found) {
    List<JsonNode> ours = found.map(answer -> ours(answer.shown())).orElse(List.of());
    if (ours.isEmpty()) {
      return "waiting for fan-out";
    }
    JsonNode pending = ours.getFirst().path("pending");
    return "waiting, "
        + pending.path("stage").asText("DELIVERY")
        + (pending.has("attempt") ? ", attempt " + pending.path("attempt").asInt() : "");
  }
}
