package io.chatpush.stack;

import io.chatpush.schemas.text.VisibleText;
import io.chatpush.stack.access.AclsCommand;
import io.chatpush.stack.chaos.ChaosCommand;
import io.chatpush.stack.demo.DemoCommand;
import io.chatpush.stack.devices.DevicesCommand;
import io.chatpush.stack.launch.AccessTokenCommand;
import io.chatpush.stack.launch.DownCommand;
import io.chatpush.stack.launch.LauncherLog;
import io.chatpush.stack.launch.RestartCommand;
import io.chatpush.stack.launch.StackException;
import io.chatpush.stack.launch.StatusCommand;
import io.chatpush.stack.launch.UpCommand;
import io.chatpush.stack.operations.DeadLettersCommand;
import io.chatpush.stack.operations.WhyCommand;
import io.chatpush.stack.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of {@code ./chatpush}. */
@Command(
    name = "chatpush",
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
      WhyCommand.class,
      DeadLettersCommand.class,
      DevicesCommand.class,
      AclsCommand.class,
      AccessTokenCommand.class
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
    offerHelp(commandLine);
    System.exit(commandLine.execute(arguments));
  }

  private static void offerHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(Launcher::offerHelp);
  }

  private static String sentence(Exception failure) {
    String log = LauncherLog.keep(failure);
    if (failure instanceof StackException) {
      return String.valueOf(failure.getMessage());
    }
    return "This should not have happened: " + failure + (log.isEmpty() ? "" : "; see " + log);
  }
}
