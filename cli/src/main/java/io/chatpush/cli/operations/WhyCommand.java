package io.chatpush.cli.operations;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatpush why}. */
@Command(
    name = "why",
    description = {
      "Says what became of a message: for each recipient and device what happened, when, after how"
          + " many attempts, and why; and where a push is that has not ended yet.",
      "",
      "Outcomes are kept for seven days. The older the message, the longer it takes: --since"
          + " shortens it.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:shown",
      "1:the service did not answer",
      "2:wrong options",
      "4:nothing is known of the message"
    })
public final class WhyCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;

  @Parameters(paramLabel = "MESSAGE_ID", description = "As the chat event has it.")
  private String message = "";

  @Mixin private AppOption app;

  @Option(names = "--user", paramLabel = "USER", description = "Only this recipient.")
  private @Nullable String user;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Read outcomes from then on: 2h, 30m, 3d ago, or 2026-01-02T03:04:05Z.")
  private @Nullable String since;

  public WhyCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Map<String, String> parameters = new LinkedHashMap<>();
    if (since != null) {
      parameters.put("since", FilterOptions.time("--since", since, Clock.systemUTC()));
    }
    // Not in the path: there are ids that no path can have, such as two dots.
    parameters.put("message", message);
    Optional<Answer> found =
        service.client(List.of(OperatorScopes.READ)).find(app.path("/pushes"), parameters);
    if (found.isEmpty()) {
      terminal.line(
          "Nothing is known of message "
              + VisibleText.of(message)
              + " of the app "
              + VisibleText.of(app.id())
              + (since == null ? "" : " since then")
              + ": not its event, nor a push, nor an outcome.");
      return 4;
    }
    if (service.json()) {
      terminal.line(found.get().json());
    } else {
      new WhyPicture(terminal, user).draw(found.get().shown()).forEach(terminal::line);
    }
    return 0;
  }
}
