package io.chatpush.cli.preview;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chatpush render}. */
@Command(
    name = "render",
    description = {
      "Shows what a chat event would look like, for each platform and each locale of the app: title,"
          + " body and size. Nothing is sent. With --json each rendering has the message for FCM.",
      "",
      "${ROOT-COMMAND-NAME} render event.json",
      "${ROOT-COMMAND-NAME} render event.json --platform IOS --locale de-CH",
      "${ROOT-COMMAND-NAME} render event.json --device maya/maya-phone",
      "",
      "The access token needs the scope chatpush.read.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:shown",
      "1:the event would be refused, or the service did not answer",
      "2:wrong options"
    })
public final class RenderCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;
  @Mixin private EventFile event = new EventFile();
  @Mixin private RenderingOptions options = new RenderingOptions();

  /** Creates the command for a deployment of that kind. */
  public RenderCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    byte[] body = EventFile.bytes(event.read());
    Answer answer =
        service
            .client(List.of(OperatorScopes.READ))
            .post(app.path("/messages:render"), options.parameters(service, app), body);
    if (service.json()) {
      terminal.line(answer.json());
    } else {
      new PreviewPicture(terminal).draw(answer.prose()).forEach(terminal::line);
    }
    return 0;
  }
}
