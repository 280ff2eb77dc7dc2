package io.chatpush.stack.operations;

import picocli.CommandLine.Command;

/** {@code ./chatpush dead-letters}. */
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
      "./chatpush dead-letters list --group reason      what there is",
      "./chatpush dead-letters list --code UNAVAILABLE  one by one",
      "./chatpush dead-letters peek 3/1842              all about one",
      "./chatpush dead-letters redrive --code UNAVAILABLE --since 2h --dry-run",
      "./chatpush dead-letters redrive --code UNAVAILABLE --since 2h",
      ""
    },
    subcommands = {
      ListLettersCommand.class,
      PeekLetterCommand.class,
      ExportLettersCommand.class,
      RedriveCommand.class,
      DiscardCommand.class,
      LetterJobsCommand.class
    })
public final class DeadLettersCommand {}
