package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lag of groups without a living consumer, on a real broker. */
@ExtendWith(KafkaBackendExtension.class)
class LagExportIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Less than the time after which a reading is too old by the time of one. */
  private static final Duration ALMOST_A_MINUTE = GroupWatch.STALLED_AFTER.minusSeconds(2);

  private static final String LAG = "kafka.consumergroup.group.lag";
  private static final String SECONDS = "kafka.consumergroup.group.lag.seconds";

  private final String group = "group-" + UUID.randomUUID();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, Object> broker;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  LagExportIT(KafkaBackend backend) {
    broker = Map.of("bootstrap.servers", backend.bootstrapServers());
    topic = TestTopics.create(backend, "lag", 2);
    producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void disconnect() {
    producer.close();
    registry.close();
  }

  @Test
  void ofADeadGroupGrowsAndFallsWhenItIsConsumed() throws Exception {
    commit(0, 0);
    commit(1, 0);
    try (LagExport _ = export(false)) {
      await("no lag of a group that has read everything")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(value(LAG)).contains(0.0));
      assertThat(value(SECONDS)).contains(0.0);
      assertThat(registry.get("kafka.consumergroup.group.members").gauge().value()).isZero();

      write(0, Instant.now());
      write(0, Instant.now());
      write(1, Instant.now());
      await("three records").atMost(SOON).until(() -> value(LAG).equals(Optional.of(3.0)));
      await("they grow old, though nobody reads them")
          .atMost(SOON)
          .until(() -> value(SECONDS).orElse(0.0) > 4);

      commit(0, 1);
      await("one is done").atMost(SOON).until(() -> value(LAG).equals(Optional.of(2.0)));
      commit(0, 2);
      commit(1, 1);
      await("all are done").atMost(SOON).until(() -> value(LAG).equals(Optional.of(0.0)));
      assertThat(value(SECONDS)).contains(0.0);
    }
  }

  @Test
  void isKnownFromTheFirstReadingOn() throws Exception {
    commit(0, 0);
    write(0, Instant.now().minus(Duration.ofHours(3)));
    write(0, Instant.now());
    try (LagExport _ = export(false)) {
      await("three hours, which this exporter has not seen")
          .atMost(SOON)
          .until(() -> value(SECONDS).orElse(0.0) > 10_800.0 - 1);
      assertThat(value(SECONDS).orElseThrow()).isLessThan(10_800.0 + 120);
    }
  }

  @Test
  void isExportedWhateverTimeARecordClaims() throws Exception {
    commit(0, 0);
    commit(1, 0);
    write(0, Instant.EPOCH);
    write(0, Instant.ofEpochSecond(1_764_000)); // seconds, taken for milliseconds
    write(1, Instant.now().minus(Duration.ofHours(3)));
    try (LagExport _ = export(true)) {
      await("the lag of both partitions")
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(registry.find(LAG).gauges())
                  .extracting(gauge -> gauge.getId().getTag("partition") + "=" + gauge.value())
                  .containsExactlyInAnyOrder("0=2.0", "1=1.0"));
      await("an age that grows from now on, and one that is known")
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(registry.find(SECONDS).gauges())
                  .anySatisfy(gauge -> assertThat(gauge.value()).isBetween(1.0, 60.0))
                  .anySatisfy(gauge -> assertThat(gauge.value()).isGreaterThan(10_800.0 - 1)));
    }
  }

  @Test
  void isNoneWhereOnlyTheMarkOfATransactionIsLeft() throws Exception {
    try (KafkaProducer<byte[], byte[]> transactional =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.get("bootstrap.servers"), "transactional.id", group),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      var _ = transactional.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
      transactional.commitTransaction();
    }
    commit(0, 1);
    try (LagExport _ = export(false)) {
      await("a group that has read every record")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(value(LAG)).contains(0.0));
      assertThat(value(SECONDS)).contains(0.0);
    }
  }

  @Test
  void hasASeriesForEachPartitionIfAskedFor() throws Exception {
    commit(0, 0);
    commit(1, 0);
    write(1, Instant.now());
    try (LagExport _ = export(true)) {
      await("both partitions")
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(registry.find(LAG).gauges())
                  .extracting(gauge -> gauge.getId().getTag("partition") + "=" + gauge.value())
                  .containsExactlyInAnyOrder("0=0.0", "1=1.0"));
    }
  }

  @Test
  void ofAGroupThatNeverCommittedIsNotKnown() throws Exception {
    String other = "group-" + UUID.randomUUID();
    commit(0, 0);
    try (LagExport _ =
        LagExport.start(
            new LagProperties(true, Duration.ofSeconds(1), List.of(other, group), false),
            broker,
            broker,
            true,
            registry,
            new GroupWatch(),
            new KafkaProbe(broker),
            Clock.systemUTC())) {
      await("the other one's").atMost(SOON).until(() -> value(LAG).isPresent());
      assertThat(registry.find(LAG).gauges())
          .extracting(gauge -> gauge.getId().getTag("group"))
          .containsExactly(group);
      assertThat(registry.find("kafka.consumergroup.group.members").gauges())
          .as("but that it has no members is")
          .hasSize(2);
    }
  }

  @Test
  void isNotReadIfTheSettingsSayNo() throws Exception {
    commit(0, 0);
    try (LagExport _ =
        LagExport.start(
            new LagProperties(false, Duration.ofSeconds(1), List.of(group), false),
            Map.of(),
            Map.of(),
            true,
            registry,
            new GroupWatch(),
            new KafkaProbe(broker),
            Clock.systemUTC())) {
      assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
    }
  }

  @Test
  void ofTheServicesOwnGroupIsWatchedAlsoWhereItIsNotExportedAndNeverCommitted() throws Exception {
    abort(0);
    write(1, Instant.now());
    GroupWatch watch = new GroupWatch();
    try (LagExport _ = watch(true, watch)) {
      await("the partition with a record, and not the one with an aborted record")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(stalled(watch)).contains(topic + "-1"));
      assertThat(registry.getMeters()).isEmpty();

      commit(1, 1);
      await("the record is done").atMost(SOON).until(() -> stalled(watch).isEmpty());
    }
  }

  /** After a restart a group does not commit past records that it never gets. */
  @Test
  void ofTheServicesOwnGroupIsNoStallBehindAbortedRecords() throws Exception {
    commit(0, 0);
    commit(1, 0);
    abort(0);
    write(1, Instant.now());
    GroupWatch watch = new GroupWatch();
    try (LagExport _ = watch(true, watch)) {
      await("the partition with a record, and not the one with an aborted record")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(stalled(watch)).contains(topic + "-1"));
    }
  }

  @Test
  void ofAGroupThatNeverCommittedBeginsWhereTheSettingsSay() throws Exception {
    write(0, Instant.now());
    write(1, Instant.now());
    GroupWatch watch = new GroupWatch();
    try (LagExport _ = watch(false, watch)) {
      await("the partition with records that came later")
          .atMost(SOON)
          .untilAsserted(() -> {
            write(1, Instant.now());
            assertThat(stalled(watch)).contains(topic + "-1");
          });
    }
  }

  /** What stalls if nothing is committed for the rest of a minute. */
  private Optional<String> stalled(GroupWatch watch) {
    return watch.stalled(
        group,
        List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)),
        System.nanoTime() + ALMOST_A_MINUTE.toNanos());
  }

  /** Exports nothing. */
  private LagExport watch(boolean fromBeginning, GroupWatch watch) {
    return LagExport.start(
        new LagProperties(false, Duration.ofSeconds(1), List.of(), false),
        broker,
        broker,
        fromBeginning,
        registry,
        watch,
        new KafkaProbe(broker),
        Clock.systemUTC());
  }

  private LagExport export(boolean perPartition) {
    return LagExport.start(
        new LagProperties(true, Duration.ofSeconds(1), List.of(group), perPartition),
        broker,
        broker,
        true,
        registry,
        new GroupWatch(),
        new KafkaProbe(broker),
        Clock.systemUTC());
  }

  private Optional<Double> value(String meter) {
    return registry.find(meter).tag("group", group).tag("topic", topic).gauges().stream()
        .map(gauge -> gauge.value())
        .findFirst();
  }

  private void write(int partition, Instant at) throws Exception {
    var _ =
        producer
            .send(new ProducerRecord<>(topic, partition, at.toEpochMilli(), null, new byte[1]))
            .get();
  }

  /** Leaves a record that no consumer of committed records gets, and the mark behind it. */
  private void abort(int partition) throws Exception {
    try (KafkaProducer<byte[], byte[]> transactional =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.getOrDefault("bootstrap.servers", ""),
                "transactional.id",
                group),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      var _ = transactional.send(new ProducerRecord<>(topic, partition, null, new byte[1])).get();
      transactional.abortTransaction();
    }
  }

  /** As a consumer would, that is gone afterwards. */
  private void commit(int partition, long offset) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.getOrDefault("bootstrap.servers", ""),
                "group.id",
                group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition place = new TopicPartition(topic, partition);
      consumer.assign(List.of(place));
      consumer.commitSync(Map.of(place, new OffsetAndMetadata(offset)));
    }
  }
}
