package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that KafkaConsumer cannot read, on a real broker, under both group protocols. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
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
    try (ResilientConsumer consumer = consumer(backend, topic, protocol)) {
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

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void continuesAfterBatchesThatAreDamagedOnTheBrokersDisk(String protocol, KafkaBackend backend)
      throws Exception {
    DiskDamage[] damages = DiskDamage.values();
    int neighbour = damages.length;
    String topic = TestTopics.create(backend, "disk-" + protocol, damages.length + 1);
    Path logs = logDirectory(backend);
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
      for (int partition = 0; partition <= neighbour; partition++) {
        publish(backend, record(topic, partition, "first", List.of()));
        publish(
            backend,
            record(topic, partition, "second", List.of()),
            record(topic, partition, "third", List.of()),
            record(topic, partition, "fourth", List.of()));
        publish(backend, record(topic, partition, "last", List.of()));
      }
      for (int partition = 0; partition < neighbour; partition++) {
        damages[partition].of(logs.resolve(topic + "-" + partition + "/00000000000000000000.log"));
      }

      try (ResilientConsumer consumer = consumer(backend, topic, protocol)) {
        consumer.subscribe(List.of(topic));
        Set<TopicPartition> unfinished = new HashSet<>();
        for (int partition = 0; partition <= neighbour; partition++) {
          unfinished.add(new TopicPartition(topic, partition));
        }
        await("the end of all partitions")
            .pollInSameThread()
            .pollInterval(Duration.ofMillis(1))
            .atMost(Duration.ofMinutes(1))
            .until(() -> {
              consumer.poll(POLL).forEach(read::add);
              unfinished.removeIf(partition ->
                  consumer.assignment().contains(partition) && consumer.position(partition) == 5);
              return unfinished.isEmpty();
            });
        assertThat(consumer.paused()).isEmpty();
      } finally {
        // A broker that is restarted must not find the damage.
        admin.deleteTopics(List.of(topic)).all().get();
      }
    }

    assertThat(texts(read, neighbour))
        .containsExactly("first", "second", "third", "fourth", "last");
    for (int partition = 0; partition < neighbour; partition++) {
      assertThat(String.join(", ", texts(read, partition)))
          .as(damages[partition].name())
          .isEqualTo(damages[partition].expected);
    }
  }

  /** Damage of the second of three batches, which has the offsets 1 to 3. */
  private enum DiskDamage {
    RECORD("first, 1 KafkaException, 2 KafkaException, 3 KafkaException, last") {
      @Override
      void of(ByteBuffer log, int batch) {
        int lastByte = batch + 11 + log.getInt(batch + 8);
        log.put(lastByte, (byte) ~log.get(lastByte));
      }
    },
    MAGIC(
        "first, 1 CorruptRecordException, 2 CorruptRecordException, 3 CorruptRecordException,"
            + " last") {
      @Override
      void of(ByteBuffer log, int batch) {
        log.put(batch + 16, (byte) 17);
      }
    },
    /** The broker believes that a batch of an old format ends at its first offset. */
    OLD_FORMAT("first, 1 KafkaException, last") {
      @Override
      void of(ByteBuffer log, int batch) {
        log.put(batch + 16, (byte) 1);
        log.put(batch + 17, (byte) 0);
      }
    },
    /** The broker finds no batch behind it in the same file. */
    SIZE("first, 1 KafkaException, 2 KafkaException, 3 KafkaException, 4 KafkaException") {
      @Override
      void of(ByteBuffer log, int batch) {
        log.putInt(batch + 8, 0);
      }
    },
    /** A gap of two offsets before the batch, as compaction leaves it. */
    AFTER_A_GAP("first, 3 KafkaException, last") {
      @Override
      void of(ByteBuffer log, int batch) {
        log.putLong(batch, 3);
        log.putInt(batch + 23, 0);
      }
    };

    private final String expected;

    DiskDamage(String expected) {
      this.expected = expected;
    }

    abstract void of(ByteBuffer log, int batch);

    void of(Path file) throws IOException {
      ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(file));
      of(log, 12 + log.getInt(8));
      // The broker has the file open and must not lose it.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(log.rewind(), 0);
      }
    }
  }

  private static Path logDirectory(KafkaBackend backend) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
      int broker = admin.describeCluster().nodes().get().iterator().next().id();
      Path directory =
          Path.of(
              admin
                  .describeLogDirs(List.of(broker))
                  .allDescriptions()
                  .get()
                  .values()
                  .iterator()
                  .next()
                  .keySet()
                  .iterator()
                  .next());
      assumeThat(directory).as("the broker's directory on this machine").exists();
      return directory;
    }
  }

  private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> records, int partition) {
    return records.stream()
        .filter(record -> record.partition() == partition)
        .map(record ->
            record.value() == null
                ? record.offset()
                    + " "
                    + text(record.headers().lastHeader(ResilientConsumer.UNREADABLE).value())
                : String.valueOf(text(record.value())))
        .toList();
  }

  private static ResilientConsumer consumer(KafkaBackend backend, String topic, String protocol) {
    return new ResilientConsumer(
        Map.of(
            "bootstrap.servers",
            backend.bootstrapServers(),
            "group.id",
            topic + "-" + UUID.randomUUID(),
            "group.protocol",
            protocol,
            "auto.offset.reset",
            "earliest"));
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
