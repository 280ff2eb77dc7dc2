package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.testing.registry.RegistryCommand;

/** Tells people where everything is. */
public final class Addresses {

  private Addresses() {}

  /** Prints the addresses of a stack and what to do next. */
  public static void print(Terminal terminal, StackDirectory directory, Ports ports) {
    new Table()
        .row("Kafka", terminal.accent("127.0.0.1:" + ports.kafka()))
        .row("schema registry", terminal.accent(RegistryCommand.url(ports.registry())))
        .row("token-service", terminal.accent("http://127.0.0.1:" + ports.tokenService()))
        .row("dispatch-service", terminal.accent("http://127.0.0.1:" + ports.dispatchService()))
        .row("FCM simulator", terminal.accent("http://127.0.0.1:" + ports.simulatorHttp()))
        .row("", terminal.accent("https://127.0.0.1:" + ports.simulator()) + " (as FCM)")
        .row("logs", directory.logs().toString())
        .lines("  ")
        .forEach(terminal::line);
  }
}
