package io.chatpush.cli.devices;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatpush devices erase}. */
@Command(
    name = "erase",
    description = {
      "Ends all devices of a user, and returns when none is left. Kafka's compaction takes the"
          + " addresses away within some 30 hours. A person who is to stay away must lose their"
          + " access tokens first: an app that starts registers again.",
      "",
      "${ROOT-COMMAND-NAME} devices erase maya --yes",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no device is left",
      "1:the service did not answer, or it was not agreed to",
      "2:wrong options"
    })
final class EraseUserCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;

  @Parameters(paramLabel = "USER", description = "Whose devices.")
  private String user = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  EraseUserCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.TOKEN);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!yes && !agreed()) {
      throw new CommandException("Nothing was erased.");
    }
    Answer answer = service.client(List.of(OperatorScopes.ADMIN)).delete(app.userPath(user, ""));
    long devices = answer.shown().path("devices").asLong();
    Terminal.system()
        .line(
            service.json()
                ? answer.json()
                : devices == 1 ? "1 device ended." : "%,d devices ended.".formatted(devices));
    return 0;
  }

  private boolean agreed() {
    return Terminal.ask("End all devices of " + user + " in the app " + app.id() + "? [y/N]")
        .orElseThrow(
            () -> new CommandException("Nobody can be asked here: --yes says that it is meant."))
        .strip()
        .toLowerCase(Locale.ROOT)
        .startsWith("y");
  }
}
