package io.chatpush.stack;

import io.chatpush.cli.OperatorCommands;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.text.VisibleText;
import io.chatpush.stack.access.AclsCommand;
import io.chatpush.stack.chaos.ChaosCommand;
import io.chatpush.stack.demo.DemoCommand;
import io.chatpush.stack.deployment.LocalDeployment;
import io.chatpush.stack.launch.DownCommand;
import io.chatpush.stack.launch.LauncherLog;
import io.chatpush.stack.launch.RestartCommand;
import io.chatpush.stack.launch.StatusCommand;
import io.chatpush.stack.launch.TrainCommand;
import io.chatpush.stack.launch.UpCommand;
import io.chatpush.stack.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of {@code ./chatpush}. */
@Command(
    name = "./chatpush",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Runs all of chatpush on this machine: Kafka, a schema registry, both services and a"
          + " stand-in for FCM. Nothing is sent to real devices, nothing listens beyond 127.0.0.1.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      RestartCommand.class,
      StatusCommand.class,
      ReplayCommand.class,
      ChaosCommand.class,
      TrainCommand.class
    },
    footer = {
      "",
      "./chatpush bench measures what this machine holds: a program of its own, built when it is run.",
      "./chatpush COMMAND --help tells more about each."
    })
public final class Launcher {

  private Launcher() {}

  public static void main(String[] arguments) {
    CommandLine commandLine =
        new CommandLine(new Launcher())
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler((failure, command, parsed) -> {
              // A message may quote a service, a file or a log.
              command.getErr().println(VisibleText.lines(sentence(failure)));
              return CommandLine.ExitCode.SOFTWARE;
            });
    OperatorCommands.addTo(commandLine, new LocalDeployment());
    commandLine.addSubcommand(new AclsCommand());
    OperatorCommands.offerHelp(commandLine);
    System.exit(commandLine.execute(arguments));
  }

  private static String sentence(Exception failure) {
    String log = LauncherLog.keep(failure);
    if (failure instanceof CommandException) {
      return String.valueOf(failure.getMessage());
    }
    return "This should not have happened: " + failure + (log.isEmpty() ? "" : "; see " + log);
  }
}
