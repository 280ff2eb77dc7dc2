package io.chatpush.testing.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs a broker and says where it listens. It is closed when its standard input ends, and can be
 * killed.
 */
final class BrokerInOwnProcess {

  static final String READY = "ready at ";

  private BrokerInOwnProcess() {}

  /**
   * Starts the broker, and closes it when standard input ends.
   *
   * @param arguments the directory, and the port or 0
   */
  public static void main(String[] arguments) throws IOException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println(READY + broker.bootstrapServers());
    while (System.in.read() >= 0) {
      // Nothing is said: only the end counts.
    }
    broker.close();
  }
}
