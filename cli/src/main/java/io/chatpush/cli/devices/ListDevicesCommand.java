package io.chatpush.cli.devices;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.operations.Words;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chatpush devices list}. */
@Command(
    name = "list",
    description = {
      "Lists the devices of a user: of an address the last characters only.",
      "",
      "${ROOT-COMMAND-NAME} devices list maya",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:listed, be it none", "1:the service did not answer", "2:wrong options"})
final class ListDevicesCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;

  @Parameters(paramLabel = "USER", description = "Whose.")
  private String user = "";

  ListDevicesCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.TOKEN);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Answer answer =
        service.client(List.of(OperatorScopes.READ)).get(app.userPath(user, "/devices"), Map.of());
    if (service.json()) {
      terminal.line(answer.json());
    } else {
      print(terminal, answer.shown());
    }
    return 0;
  }

  static void print(Terminal terminal, JsonNode shown) {
    if (shown.path("devices").isEmpty()) {
      terminal.line("None.");
    } else {
      table(shown.path("devices")).lines("").forEach(terminal::line);
    }
  }

  private static Table table(JsonNode devices) {
    Table table =
        new Table()
            .row(
                "DEVICE",
                "PLATFORM",
                "ADDRESS",
                "LOCALE",
                "TIME ZONE",
                "VERSION",
                "REGISTERED",
                "HEARD OF");
    for (JsonNode device : devices) {
      table.row(
          device.path("device_id").asText(),
          device.path("platform").asText(),
          device.path("address").path("type").asText()
              + " "
              + device.path("address").path("value").asText(),
          Words.or(device.path("locale"), "-"),
          Words.or(device.path("time_zone"), "-"),
          Words.or(device.path("app_version"), "-"),
          Words.time(device.path("registered_at")),
          Words.time(device.path("refreshed_at")));
    }
    return table;
  }
}
