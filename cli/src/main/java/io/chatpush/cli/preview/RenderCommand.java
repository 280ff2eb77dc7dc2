package io.chatpush.cli.preview;

import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.service.OperatorScopes;
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

  @Mixin private PreviewRequest request;

  /** Creates the command for a deployment of that kind. */
  public RenderCommand(Deployment deployment) {
    this.request = new PreviewRequest(deployment);
  }

  @Override
  public Integer call() throws InterruptedException {
    var _ = request.show("/messages:render", OperatorScopes.READ, PreviewPicture::draw);
    return 0;
  }
}
