package io.chatpush.stack.launch;

import io.chatpush.testing.broker.BrokerLogins;
import io.chatpush.testing.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process {@code broker}: runs a broker until the process is stopped. */
@Command(name = "broker")
public final class BrokerMain implements Runnable {

  @Option(names = "--kafka-directory", required = true)
  private Path kafkaDirectory = Path.of("");

  @Option(names = "--kafka-port", required = true)
  private int kafkaPort;

  @Option(
      names = "--logins",
      description = "Passwords by login, as Java properties: without a login, nothing is allowed.")
  private @Nullable Path logins;

  private BrokerMain() {}

  /** Runs the broker; the exit status is not 0 when it cannot start. */
  public static void main(String[] arguments) {
    int status = new CommandLine(new BrokerMain()).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public void run() {
    try {
      EmbeddedBroker broker =
          EmbeddedBroker.start(
              kafkaDirectory,
              kafkaPort,
              logins == null ? Map.of() : BrokerLogins.read(logins).settings());
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
      broker.awaitShutdown();
    } catch (IOException e) {
      throw new IllegalStateException("The broker cannot use its directory", e);
    }
  }
}
