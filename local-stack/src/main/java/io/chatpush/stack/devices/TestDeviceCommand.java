package io.chatpush.stack.devices;

import io.chatpush.stack.operations.Answer;
import io.chatpush.stack.operations.OperatorClient;
import io.chatpush.stack.operations.ServiceOptions;
import io.chatpush.stack.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./chatpush devices test}. */
@Command(
    name = "test",
    description = {
      "Sends a push to one device, by the way that all pushes take, and tells how to see what became"
          + " of it. Elsewhere than on the local stack the access token must be the user's own.",
      "",
      "./chatpush devices test maya-phone --user maya",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it is on its way",
      "1:the service did not answer, or the user has no such device",
      "2:wrong options"
    })
final class TestDeviceCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service = new ServiceOptions(ServiceOptions.Service.TOKEN);
  @Mixin private AppOption app = new AppOption();

  @Parameters(paramLabel = "DEVICE", description = "Its id.")
  private String device = "";

  @Option(names = "--user", paramLabel = "USER", required = true, description = "Whose it is.")
  private String user = "";

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
            : message + "\n./chatpush why " + message + " says what became of it.");
    return 0;
  }
}
