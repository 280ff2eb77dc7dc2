package io.chatpush.cli.devices;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chatpush devices test}. */
@Command(
    name = "test",
    description = {
      "Sends a push to one device, by the way that all pushes take, and tells how to see what became"
          + " of it. Elsewhere than on the local stack the access token must be the user's own.",
      "",
      "${ROOT-COMMAND-NAME} devices test maya-phone --user maya",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it is on its way",
      "1:the service did not answer, or the user has no such device",
      "2:wrong options"
    })
final class TestDeviceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;

  @Parameters(paramLabel = "DEVICE", description = "Its id.")
  private String device = "";

  @Option(names = "--user", paramLabel = "USER", required = true, description = "Whose it is.")
  private String user = "";

  TestDeviceCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.TOKEN);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Answer answer =
        service
            .client(app.id(), user)
            .post(app.path("/devices/" + OperatorClient.encode(device) + ":test"), Map.of());
    String message = answer.shown().path("message_id").asText();
    terminal.line(
        service.json()
            ? answer.json()
            : message + "\n" + spec.root().name() + " why " + message + " says what became of it.");
    return 0;
  }
}
