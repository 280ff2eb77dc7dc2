package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.stack.testing.KafkaBackend;
import io.chatpush.stack.testing.KafkaBackendExtension;
import io.chatpush.stack.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that KafkaConsumer cannot read, on a real broker, under both group protocols. */
@ExtendWith(KafkaBackendExtension.class)
class ResilientConsumerIT {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Half of a surrogate pair: the client counts its bytes otherwise than it writes them. */
  private static final List<Header> UNREADABLE =
      List.of(new RecordHeader("trace-\uD83D", new byte[3]));

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void continuesAfterADamagedRecordAndReportsEachThatIsLost(String protocol, KafkaBackend backend)
      throws Exception {
    String topic = TestTopics.create(backend, "damaged-" + protocol, 2);
    publish(
        backend,
        record(topic, 0, "first", List.of()),
        record(topic, 0, "damaged", UNREADABLE),
        record(topic, 0, "behind it in the same batch", List.of()));
    publish(backend, record(topic, 0, "last", List.of()));
    publish(backend, record(topic, 1, "neighbour", List.of()));

    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (ResilientConsumer consumer =
        new ResilientConsumer(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "group.id",
                topic + "-" + UUID.randomUUID(),
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest"))) {
      consumer.subscribe(List.of(topic));
      await("all records")
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            consumer.poll(POLL).forEach(read::add);
            return read.size() >= 5;
          });
      assertThat(consumer.position(new TopicPartition(topic, 0))).isEqualTo(4);
    }

    assertThat(read)
        .filteredOn(record -> record.partition() == 0)
        .extracting(record -> text(record.value()))
        .containsExactly("first", null, null, "last");
    assertThat(read)
        .filteredOn(record -> record.value() == null)
        .extracting(ConsumerRecord::offset)
        .containsExactly(1L, 2L);
    assertThat(read)
        .filteredOn(record -> record.value() == null)
        .allSatisfy(record ->
            assertThat(text(record.headers().lastHeader(ResilientConsumer.UNREADABLE).value()))
                .isEqualTo("InvalidRecordException"));
    assertThat(read)
        .filteredOn(record -> record.partition() == 1)
        .extracting(record -> text(record.value()))
        .containsExactly("neighbour");
  }

  @SafeVarargs
  private static void publish(KafkaBackend backend, ProducerRecord<byte[], byte[]>... records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "compression.type",
                "gzip",
                "linger.ms",
                "60000",
                "delivery.timeout.ms",
                "120000"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        var _ = producer.send(record);
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, String value, List<Header> headers) {
    return new ProducerRecord<>(
        topic, partition, null, null, value.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
