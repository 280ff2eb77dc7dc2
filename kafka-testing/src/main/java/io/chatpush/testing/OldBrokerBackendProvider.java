package io.chatpush.testing;

/**
 * A broker of another version of Kafka, in a process of its own with ZooKeeper beside it, and the
 * registry of the default. Chosen by {@code -Dchatpush.test.backend=old-broker}; {@code
 * -Dchatpush.test.old-broker.version} is 2.5.0 to 3.9.x. Fetches the jars from Maven's repository.
 */
public final class OldBrokerBackendProvider implements KafkaBackendProvider {

  /** The oldest that the services support. */
  private static final String OLDEST = "2.5.1";

  @Override
  public String name() {
    return "old-broker";
  }

  @Override
  public KafkaBackend create() {
    return new OldBrokerBackend(System.getProperty("chatpush.test.old-broker.version", OLDEST));
  }
}
