package io.chatpush.token.ownership;

import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Kafka's own clients, except for the consumers. */
final class OwnershipClients extends DefaultKafkaClientSupplier {

  private final Deserializer<Object> events;
  private final BadRecords bad;

  OwnershipClients(Deserializer<Object> events, BadRecords bad) {
    this.events = events;
    this.bad = bad;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new PatientConsumer(
        settings, new RegistryHold(Topics.DEVICE_TOKEN_EVENTS, events, bad, System::nanoTime));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return new ResilientConsumer(settings);
  }
}
