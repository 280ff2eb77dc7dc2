package io.chatpush.dispatch.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * The settings of every Kafka client of the service: what {@code spring.kafka.*} says, and {@link
 * Batching} below it.
 */
public final class KafkaClients {

  /**
   * How long a question to the broker may take before the gate says that the broker does not
   * answer.
   */
  private static final int ADMIN_TIMEOUT_MILLIS = 5_000;

  private final KafkaProperties properties;
  private final Batching batching;

  KafkaClients(KafkaProperties properties, Batching batching) {
    this.properties = properties;
    this.batching = batching;
  }

  /** Of a consumer of bytes. */
  public Map<String, Object> consumer() {
    Map<String, Object> config = batching.consumer(properties.buildConsumerProperties());
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  /** Of a producer of bytes. */
  Map<String, Object> producer() {
    Map<String, Object> config = batching.producer(properties.buildProducerProperties());
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return config;
  }

  /** Of Kafka Streams. */
  public Map<String, Object> streams() {
    Map<String, Object> config = new HashMap<>();
    batching
        .producer(Map.of())
        .forEach((key, value) -> config.put(StreamsConfig.producerPrefix(key), value));
    batching
        .consumer(Map.of())
        .forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
    config.remove(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG));
    config.putAll(properties.buildStreamsProperties());
    return config;
  }

  /** A codec of its own, by the (de)serializers that {@code spring.kafka.*} names. */
  public RecordCodec codec() {
    return new RecordCodec(
        properties.buildProducerProperties(), properties.buildConsumerProperties());
  }

  /** A new client for questions about topics and groups; the caller closes it. */
  public Admin admin() {
    Map<String, Object> config = new HashMap<>(properties.buildAdminProperties());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
    return Admin.create(config);
  }

  String bootstrapServers() {
    return String.join(",", properties.getBootstrapServers());
  }

  Map<String, Object> registry() {
    return new HashMap<>(properties.buildProducerProperties());
  }
}
