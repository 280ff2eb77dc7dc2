package io.chatpush.stack.broker;

import java.io.IOException;
import java.nio.file.Path;

/** Runs a broker on a free port and says where, until it is killed. */
final class BrokerInOwnProcess {

  static final String READY = "ready at ";

  private BrokerInOwnProcess() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
    System.out.println(READY + broker.bootstrapServers());
    broker.awaitShutdown();
  }
}
