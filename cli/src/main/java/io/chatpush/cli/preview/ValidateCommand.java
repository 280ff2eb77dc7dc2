package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chatpush validate}. */
@Command(
    name = "validate",
    description = {
      "Has FCM check the pushes of a chat event, for each platform and each locale of the app, and"
          + " says for each whether FCM accepts it. Nothing is sent, and no device is needed.",
      "",
      "${ROOT-COMMAND-NAME} validate event.json",
      "",
      "The access token needs the scope chatpush.publish; with --device also chatpush.read.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:FCM accepts all",
      "1:FCM or the service refuses one, or the service did not answer",
      "2:wrong options",
      "3:FCM refuses none, but could not check all"
    })
public final class ValidateCommand implements Callable<Integer> {

  @Mixin private PreviewRequest request;

  /** Creates the command for a deployment of that kind. */
  public ValidateCommand(Deployment deployment) {
    this.request = new PreviewRequest(deployment);
  }

  @Override
  public Integer call() throws InterruptedException {
    Answer answer =
        request.show("/messages:validate", OperatorScopes.PUBLISH, PreviewPicture::drawChecks);
    return status(answer.shown());
  }

  private static int status(JsonNode preview) {
    int status = 0;
    for (JsonNode rendering : preview.path("renderings")) {
      switch (rendering.path("check").path("result").asText()) {
        case "ACCEPTED" -> {}
        case "REFUSED" -> {
          return 1;
        }
        default -> status = 3;
      }
    }
    return status;
  }
}
