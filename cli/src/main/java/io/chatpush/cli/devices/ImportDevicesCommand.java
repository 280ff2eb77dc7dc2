package io.chatpush.cli.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chatpush devices import}. */
@Command(
    name = "import",
    description = {
      "Registers devices from JSON lines, as an export writes them or another system does. A line"
          + " needs user_id, device_id, address and platform. Lines that are refused are told by"
          + " their number, and the others go on; to import a line twice changes nothing. What a"
          + " device can do without is stored in a normal form or dropped, which is told, too.",
      "",
      "${ROOT-COMMAND-NAME} devices import devices.jsonl",
      "gunzip -c devices.jsonl.gz | ${ROOT-COMMAND-NAME} devices import -",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Kafka has all of them",
      "1:lines were refused, or the service refused all",
      "2:wrong options",
      "3:it did not end; the message says how to go on"
    })
final class ImportDevicesCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final int REFUSED = 1;
  private static final int NOT_ENDED = 3;

  /** Each request of an import may name a hundred, which would fill the terminal. */
  private static final int MOST_NOTICED_SHOWN = 100;

  /** Some 3 MB, and a second or so for the service: as often there is progress to show. */
  private static final int LINES_A_REQUEST = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;

  @Parameters(paramLabel = "FILE", description = "Where from; - is standard input.")
  private String file = "";

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out so many lines, which an import before has dealt with.")
  private long skip;

  ImportDevicesCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.TOKEN);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (skip < 0) {
      throw new CommandException("--skip must not be negative.");
    }
    OperatorClient client = service.client(List.of(OperatorScopes.ADMIN));
    Told told = new Told(new Speed(System::nanoTime), skip);
    try (InputStream input = open()) {
      DeviceImport.Ended ended =
          new DeviceImport(
                  (lines, done) ->
                      client.tryStream(
                          app.path("/devices:import"), Map.of("skip", Long.toString(done)), lines),
                  new Patience(Thread::sleep),
                  told)
              .run(new LineChunks(input, LINES_A_REQUEST), skip);
      return told.end(ended);
    }
  }

  private InputStream open() throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandException("There is no file " + file + ".", e);
    }
  }

  /** What people see of it. Progress and refusals share a terminal, so that neither hides one. */
  private final class Told implements DeviceImport.Listener {

    private final Terminal terminal = Terminal.errors();
    private final Speed speed;
    private final long skipped;
    private long shown;
    private long noticesShown;

    Told(Speed speed, long skipped) {
      this.speed = speed;
      this.skipped = skipped;
    }

    @Override
    public void reached(DeviceImport.Counts counts) {
      terminal.progress("  %s, %s".formatted(text(counts), speed.of(counts.lines() - skipped)));
    }

    @Override
    public void refused(long line, JsonNode problem) {
      shown++;
      StringBuilder text = new StringBuilder("line ").append(line).append(": ");
      if (problem.path("errors").isEmpty()) {
        text.append(problem.path("detail").asText());
      }
      String separator = "";
      for (JsonNode error : problem.path("errors")) {
        text.append(separator)
            .append(error.path("field").asText())
            .append(' ')
            .append(error.path("message").asText());
        separator = "; ";
      }
      terminal.line(text.toString());
    }

    @Override
    public void noticed(long line, JsonNode notices) {
      if (++noticesShown > MOST_NOTICED_SHOWN) {
        return;
      }
      StringBuilder text = new StringBuilder("line ").append(line).append(" is stored: ");
      String separator = "";
      for (JsonNode notice : notices) {
        text.append(separator)
            .append(notice.path("field").asText())
            .append(' ')
            .append(notice.path("notice").asText());
        if (notice.has("value")) {
          text.append(" to ").append(notice.path("value").asText());
        } else if (notice.has("message")) {
          text.append(", it ").append(notice.path("message").asText());
        }
        separator = "; ";
      }
      terminal.line(text.toString());
    }

    /** Returns the exit status. */
    int end(DeviceImport.Ended ended) {
      DeviceImport.Counts counts = ended.counts();
      if (counts.refused() > shown) {
        terminal.line(
            "%,d more were refused and are not shown.".formatted(counts.refused() - shown));
      }
      long noticesLeft = counts.noticed() - Math.min(noticesShown, MOST_NOTICED_SHOWN);
      if (noticesLeft > 0) {
        terminal.line("%,d more were changed and are not shown.".formatted(noticesLeft));
      }
      Terminal.system().line(service.json() ? json(counts) : text(counts) + ".");
      if (ended.reason() != null) {
        terminal.line(ended.reason());
        terminal.line(
            "This goes on: "
                + spec.root().name()
                + " devices import "
                + file
                + " --skip "
                + counts.lines());
        return NOT_ENDED;
      }
      return counts.refused() > 0 ? REFUSED : 0;
    }

    private static String text(DeviceImport.Counts counts) {
      return "%,d lines, %,d accepted, %,d refused, %,d changed"
          .formatted(counts.lines(), counts.accepted(), counts.refused(), counts.noticed());
    }

    private static String json(DeviceImport.Counts counts) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("lines", counts.lines())
          .put("accepted", counts.accepted())
          .put("refused", counts.refused())
          .put("noticed", counts.noticed())
          .toString();
    }
  }
}
