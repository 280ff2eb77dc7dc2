package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./chatpush restart}. */
@Command(
    name = "restart",
    description = {"Stops the named processes and starts them again.", ""})
public final class RestartCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "PROCESS",
      description = "broker, registry, fcm-simulator, token-service or dispatch-service.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws InterruptedException {
    for (String name : names) {
      if (!StackProcesses.NAMES.contains(name)) {
        throw new CommandException(
            "There is no process "
                + name
                + ": there are "
                + String.join(", ", StackProcesses.NAMES)
                + ".");
      }
    }
    LocalStack local = new LocalStack(stack.directory(), Terminal.system(), Clock.systemUTC());
    Ports ports =
        local
            .ports()
            .orElseThrow(
                () -> new CommandException("Nothing to restart: run ./chatpush up first."));
    local.restart(names, ports);
    return 0;
  }
}
