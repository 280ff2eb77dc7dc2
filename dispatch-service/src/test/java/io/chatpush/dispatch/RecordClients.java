package io.chatpush.dispatch;

import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.testing.KafkaBackend;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients of integration tests, for records of the contract under keys that are texts. */
final class RecordClients {

  private RecordClients() {}

  /** Returns a producer with Kafka's own settings. */
  static KafkaProducer<String, Object> producer(KafkaBackend backend) {
    return producer(backend, Map.of());
  }

  /** Returns a producer with other settings. */
  static KafkaProducer<String, Object> producer(
      KafkaBackend backend, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", backend.bootstrapServers());
    AvroSerializer values = new AvroSerializer();
    values.configure(Map.of("schema.registry.url", backend.registryUrl()), false);
    return new KafkaProducer<>(all, new StringSerializer(), values);
  }

  /** Returns a consumer without a group. */
  static KafkaConsumer<String, Object> consumer(KafkaBackend backend) {
    AvroDeserializer values = new AvroDeserializer();
    values.configure(Map.of("schema.registry.url", backend.registryUrl()), false);
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", backend.bootstrapServers(), "max.poll.records", 5_000),
        new StringDeserializer(),
        values);
  }
}
