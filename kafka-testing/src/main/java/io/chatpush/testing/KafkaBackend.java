package io.chatpush.testing;

/**
 * A broker and a registry for tests, shared by all test classes of a JVM: tests keep apart by their
 * own topics, apps or users. Both parts start when first asked for. Thread-safe.
 */
public interface KafkaBackend extends AutoCloseable {

  /** Where Kafka clients connect. */
  String bootstrapServers();

  /** The registry's Confluent API, for {@code schema.registry.url}. */
  String registryUrl();

  /** Stops both; called once, at the end of the JVM's tests. */
  @Override
  void close();
}
