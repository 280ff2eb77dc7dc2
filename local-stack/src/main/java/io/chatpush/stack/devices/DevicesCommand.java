package io.chatpush.stack.devices;

import picocli.CommandLine.Command;

/** {@code ./chatpush devices}. */
@Command(
    name = "devices",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows devices, moves all of an app's from one deployment to another, and erases a person's.",
      "",
      "./chatpush devices list maya                       whose address FCM has, and since when",
      "./chatpush devices export devices.jsonl            all of them, with their addresses",
      "./chatpush devices import devices.jsonl            of an export, or of another system",
      "./chatpush devices erase maya                      all that a person has",
      "./chatpush devices test maya-phone --user maya     a push to one device",
      ""
    },
    subcommands = {
      ListDevicesCommand.class,
      ExportDevicesCommand.class,
      ImportDevicesCommand.class,
      EraseUserCommand.class,
      TestDeviceCommand.class
    })
public final class DevicesCommand {}
