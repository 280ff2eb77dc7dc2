package io.chatpush.cli.devices;

import io.chatpush.cli.deployment.Deployment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code chatpush devices}. */
@Command(
    name = "devices",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows devices, moves all of an app's from one deployment to another, and erases a person's.",
      "",
      "${ROOT-COMMAND-NAME} devices list maya                       whose address FCM has, and since when",
      "${ROOT-COMMAND-NAME} devices export devices.jsonl            all of them, with their addresses",
      "${ROOT-COMMAND-NAME} devices import devices.jsonl            of an export, or of another system",
      "${ROOT-COMMAND-NAME} devices erase maya                      all that a person has",
      "${ROOT-COMMAND-NAME} devices test maya-phone --user maya     a push to one device",
      ""
    })
public final class DevicesCommand {

  private DevicesCommand() {}

  /** Returns the command with all its subcommands, for a deployment of that kind. */
  public static CommandLine of(Deployment deployment) {
    return new CommandLine(new DevicesCommand())
        .addSubcommand(new ListDevicesCommand(deployment))
        .addSubcommand(new ExportDevicesCommand(deployment))
        .addSubcommand(new ImportDevicesCommand(deployment))
        .addSubcommand(new EraseUserCommand(deployment))
        .addSubcommand(new TestDeviceCommand(deployment));
  }
}
