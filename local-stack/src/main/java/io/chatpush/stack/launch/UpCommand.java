package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.Terminal;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush up}. */
@Command(
    name = "up",
    description = {
      "Starts what does not run yet and returns when everything is ready.",
      "",
      "Five processes on 127.0.0.1: a Kafka broker, a schema registry, the FCM simulator,"
          + " token-service and dispatch-service. A process that crashed or was killed is started"
          + " again beside those that run. Data survives restarts.",
      ""
    })
public final class UpCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();
  @Mixin private PortOptions ports = new PortOptions();
  @Mixin private LeastRightsOption rights = new LeastRightsOption();

  @Option(names = "--foreground", description = "Stay until Ctrl-C, and then stop everything.")
  private boolean foreground;

  @Option(
      names = "--optimize",
      description =
          "Let the JVMs optimize what runs often, as in production. A start takes a third longer,"
              + " and the stack can carry a higher load. ./chatpush bench uses it to measure.")
  private boolean optimize;

  @Option(
      names = "--without",
      paramLabel = "SERVICE",
      split = ",",
      description =
          "Leave out token-service or dispatch-service, or both, for they run elsewhere: in a"
              + " debugger or a container. config/ has their settings.")
  private Set<String> without = Set.of();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    LocalStack local = new LocalStack(stack.directory(), terminal, Clock.systemUTC());
    Ports chosen = ports.choose(local.ports());
    if (foreground) {
      stopAtExit(local);
    }
    if (!local.up(chosen, without, new StackShape(rights.isChosen(), optimize))) {
      terminal.line("Everything runs already.");
    }
    Addresses.print(terminal, stack.directory(), chosen);
    if (foreground) {
      terminal.line("Ctrl-C stops everything.");
      local.reportEnds();
    }
    terminal.line("./chatpush status, ./chatpush replay --help, ./chatpush down");
    return 0;
  }

  /** From now on, whatever ends this process stops the whole stack; a kill -9 cannot. */
  public static void stopAtExit(LocalStack stack) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    stack.down();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop-everything"));
  }
}
