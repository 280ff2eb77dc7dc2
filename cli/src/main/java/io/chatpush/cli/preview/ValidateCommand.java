package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
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

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;
  @Mixin private EventFile event = new EventFile();
  @Mixin private RenderingOptions options = new RenderingOptions();

  /** Creates the command for a deployment of that kind. */
  public ValidateCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    byte[] body = EventFile.bytes(event.read());
    Answer answer =
        service
            .client(List.of(OperatorScopes.PUBLISH))
            .post(app.path("/messages:validate"), options.parameters(service, app), body);
    if (service.json()) {
      terminal.line(answer.json());
    } else {
      new PreviewPicture(terminal).drawChecks(answer.prose()).forEach(terminal::line);
    }
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
