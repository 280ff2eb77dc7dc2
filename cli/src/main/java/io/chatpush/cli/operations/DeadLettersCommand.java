package io.chatpush.cli.operations;

import io.chatpush.cli.deployment.Deployment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code chatpush dead-letters}. */
@Command(
    name = "dead-letters",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows what could not be delivered, and puts it back on its way or aside.",
      "",
      "A push ends in the dead letters when FCM refuses it for good or all attempts have failed. Once"
          + " the cause is gone, redrive sends it again: a hundred first, and the rest only if 95 %%"
          + " of these were accepted. A letter dealt with is never taken again.",
      "",
      "${ROOT-COMMAND-NAME} dead-letters list --group reason      what there is",
      "${ROOT-COMMAND-NAME} dead-letters list --code UNAVAILABLE  one by one",
      "${ROOT-COMMAND-NAME} dead-letters peek 3/1842              all about one",
      "${ROOT-COMMAND-NAME} dead-letters redrive --code UNAVAILABLE --since 2h --dry-run",
      "${ROOT-COMMAND-NAME} dead-letters redrive --code UNAVAILABLE --since 2h",
      ""
    })
public final class DeadLettersCommand {

  private DeadLettersCommand() {}

  /** Returns the command with all its subcommands, for a deployment of that kind. */
  public static CommandLine of(Deployment deployment) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListDeadLettersCommand(deployment))
        .addSubcommand(new PeekDeadLetterCommand(deployment))
        .addSubcommand(new ExportDeadLettersCommand(deployment))
        .addSubcommand(new RedriveCommand(deployment))
        .addSubcommand(new DiscardCommand(deployment))
        .addSubcommand(new DeadLetterJobsCommand(deployment));
  }
}
