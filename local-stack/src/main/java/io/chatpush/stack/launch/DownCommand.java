package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.Terminal;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./chatpush down}. */
@Command(
    name = "down",
    description = {
      "Stops everything, in order: dispatch-service finishes the sends in flight first.",
      "",
      "The data stays; delete the directory to begin anew.",
      ""
    })
public final class DownCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    StackDirectory directory = stack.directory();
    if (!new LocalStack(directory, terminal, Clock.systemUTC()).down()) {
      terminal.line("Nothing runs in " + directory.root() + ".");
    }
    return 0;
  }
}
