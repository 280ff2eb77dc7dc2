package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.KafkaBackend;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** The clients of the service on a real broker and registry, without the service. */
public final class TestKafka implements AutoCloseable {

  private final KafkaClients clients;
  private final EventPublisher publisher;

  /** Connects to the backend. */
  public TestKafka(KafkaBackend backend) {
    this(backend, KafkaProducer::new);
  }

  /** Connects to the backend with a producer of the test, made from the service's settings. */
  public TestKafka(
      KafkaBackend backend, Function<Map<String, Object>, Producer<byte[], byte[]>> producer) {
    KafkaProperties properties = new KafkaProperties();
    properties.setBootstrapServers(List.of(backend.bootstrapServers()));
    properties.getProperties().put("schema.registry.url", backend.registryUrl());
    properties.getProducer().setValueSerializer(AvroSerializer.class);
    properties.getConsumer().setValueDeserializer(AvroDeserializer.class);
    clients = new KafkaClients(properties, Batching.LOW_LATENCY);
    publisher =
        new EventPublisher(
            () -> producer.apply(clients.producer()),
            clients.codec(),
            new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers())),
            java.time.Clock.systemUTC());
  }

  /** What the code under test gets. */
  public KafkaClients clients() {
    return clients;
  }

  /** As {@link #clients}. */
  public EventPublisher publisher() {
    return publisher;
  }

  /** A header as the service writes it. */
  public static Header header(String name, String text) {
    return new RecordHeader(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    publisher.close();
  }
}
