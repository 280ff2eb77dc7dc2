package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Terminal;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/** A mixin of picocli: an event, and for which platforms and locales the service previews it. */
final class PreviewRequest {

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;
  @Mixin private EventFile event = new EventFile();
  @Mixin private RenderingOptions options = new RenderingOptions();

  PreviewRequest(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
    this.app = deployment.app();
  }

  /**
   * Sends the event and shows the answer.
   *
   * @param route below the app
   * @param scope that the access token needs
   * @param drawing the lines for an operator, without {@code --json}
   */
  Answer show(
      String route, String scope, BiFunction<PreviewPicture, JsonNode, List<String>> drawing)
      throws InterruptedException {
    Terminal terminal = Terminal.system();
    byte[] body = EventFile.bytes(event.read());
    Answer answer =
        service
            .client(List.of(scope))
            .post(app.path(route), options.parameters(service, app), body);
    if (service.json()) {
      terminal.line(answer.json());
    } else {
      drawing.apply(new PreviewPicture(terminal), answer.prose()).forEach(terminal::line);
    }
    return answer;
  }
}
