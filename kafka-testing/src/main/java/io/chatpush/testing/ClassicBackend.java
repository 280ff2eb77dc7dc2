package io.chatpush.testing;

import io.chatpush.testing.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker whose groups have the protocol {@code classic} alone, as those before Kafka 4.0, and the
 * registry of another backend.
 */
public final class ClassicBackend implements KafkaBackend {

  private final EmbeddedBroker broker;
  private final KafkaBackend other;

  private ClassicBackend(EmbeddedBroker broker, KafkaBackend other) {
    this.broker = broker;
    this.other = other;
  }

  /**
   * Starts the broker.
   *
   * @param directory of its data
   * @param other has the registry
   */
  public static ClassicBackend start(Path directory, KafkaBackend other) {
    try {
      return new ClassicBackend(
          EmbeddedBroker.start(
              directory, 0, Map.of("group.coordinator.rebalance.protocols", "classic")),
          other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return other.registryUrl();
  }

  /** Stops the broker; the registry belongs to the other backend. */
  @Override
  public void close() {
    broker.close();
  }
}
