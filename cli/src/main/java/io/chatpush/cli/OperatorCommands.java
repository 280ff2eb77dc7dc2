package io.chatpush.cli;

import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.RemoteDeployment;
import io.chatpush.cli.devices.DevicesCommand;
import io.chatpush.cli.operations.DeadLettersCommand;
import io.chatpush.cli.operations.WhyCommand;
import io.chatpush.cli.preview.RenderCommand;
import io.chatpush.cli.preview.SendTestCommand;
import io.chatpush.cli.preview.ValidateCommand;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.text.VisibleText;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands of operators. It is the main class of the runnable jar, whose commands are about a
 * remote deployment; {@code ./chatpush} has the same commands for the local stack.
 */
@Command(
    name = "chatpush",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Asks a deployment of chatpush what became of a message, shows and checks a push before it is"
          + " sent, and deals with dead letters and devices.",
      "",
      "The addresses of the services and an access token come from options or from the environment:",
      "  CHATPUSH_URL                dispatch-service, for all commands but devices",
      "  CHATPUSH_TOKEN_SERVICE_URL  token-service, for devices, and for render with --device",
      "  CHATPUSH_TOKEN              the access token",
      ""
    },
    footer = {"", "chatpush COMMAND --help tells more about each."})
public final class OperatorCommands {

  private OperatorCommands() {}

  /** Runs a command; the exit status is that of the command. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the program for a remote deployment. */
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new OperatorCommands())
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler((failure, command, parsed) -> {
              // A message may quote a service or a file.
              command.getErr().println(VisibleText.lines(sentence(failure)));
              return CommandLine.ExitCode.SOFTWARE;
            });
    addTo(commandLine, new RemoteDeployment());
    offerHelp(commandLine);
    String version = OperatorCommands.class.getPackage().getImplementationVersion();
    if (version != null) {
      commandLine.getCommandSpec().version("chatpush " + version);
    }
    return commandLine;
  }

  /** Adds the commands to a program, for a deployment of that kind. */
  public static void addTo(CommandLine program, Deployment deployment) {
    program
        .addSubcommand(new WhyCommand(deployment))
        .addSubcommand(new RenderCommand(deployment))
        .addSubcommand(new ValidateCommand(deployment))
        .addSubcommand(new SendTestCommand(deployment))
        .addSubcommand(DeadLettersCommand.of(deployment))
        .addSubcommand(DevicesCommand.of(deployment))
        .addSubcommand(new AccessTokenCommand(deployment));
  }

  /** Gives a command and all below it the options {@code --help} and {@code --version}. */
  public static void offerHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(OperatorCommands::offerHelp);
  }

  private static String sentence(Exception failure) {
    if (failure instanceof CommandException) {
      return String.valueOf(failure.getMessage());
    }
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack));
    return "This should not have happened: " + stack;
  }
}
