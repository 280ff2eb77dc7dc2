package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.fanout.SchemaTrial.Cut;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SchemaTrialTest {

  private static final TopicPartition EVENTS = new TopicPartition(Topics.CHAT_MESSAGES, 3);
  private static final TopicPartition OTHER_EVENTS = new TopicPartition(Topics.CHAT_MESSAGES, 4);
  private static final TopicPartition DEVICES = new TopicPartition(Topics.USER_DEVICES, 3);
  private static final byte[] GOOD = encoded();
  private static final int SILENT = 403;

  private int asked;
  private long nanos;
  private boolean registryAnswers;
  private final RecordCodec codec =
      RegistryFreeCodec.create(bytes -> {
        asked++;
        nanos += TimeUnit.MILLISECONDS.toNanos(400);
        return !registryAnswers && ByteBuffer.wrap(bytes).getInt(1) == SILENT;
      });
  private final SchemaTrial trial = new SchemaTrial(codec, () -> nanos);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RegistryWaits waits =
      new RegistryWaits(
          new FanOutMeters(registry, Set.of()),
          new RateLimitedLog(LoggerFactory.getLogger(SchemaTrialTest.class), Clock.systemUTC()),
          new ConcurrentHashMap<>());

  @Test
  void handsOutTheRecordsBeforeTheOneThatMustWait() {
    ConsumerRecords<byte[], byte[]> polled =
        polled(
            Map.of(EVENTS, List.of(GOOD, GOOD, schema(SILENT), GOOD), OTHER_EVENTS, List.of(GOOD)));
    Map<TopicPartition, Cut> cuts = trial.cuts(polled);
    assertThat(cuts).containsOnlyKeys(EVENTS);
    assertThat(cuts).containsEntry(EVENTS, new Cut(12, "the registry does not answer"));

    ConsumerRecords<byte[], byte[]> before = SchemaTrial.before(cuts, polled);
    assertThat(before.records(EVENTS)).extracting(ConsumerRecord::offset).containsExactly(10L, 11L);
    assertThat(before.records(OTHER_EVENTS)).hasSize(1);
    assertThat(before.nextOffsets())
        .containsEntry(EVENTS, new OffsetAndMetadata(12))
        .containsEntry(OTHER_EVENTS, new OffsetAndMetadata(11));
  }

  @Test
  void handsOutNothingOfAPartitionWhoseFirstRecordMustWait() {
    ConsumerRecords<byte[], byte[]> polled = polled(Map.of(EVENTS, List.of(schema(SILENT))));
    ConsumerRecords<byte[], byte[]> before = SchemaTrial.before(trial.cuts(polled), polled);
    assertThat(before.isEmpty()).isTrue();
    assertThat(before.partitions()).isEmpty();
    assertThat(before.nextOffsets()).containsEntry(EVENTS, new OffsetAndMetadata(10));
  }

  @Test
  void asksOnceForASchemaThatIsKnown() {
    ConsumerRecords<byte[], byte[]> polled = polled(Map.of(EVENTS, List.of(GOOD, GOOD, GOOD)));
    assertThat(trial.cuts(polled)).isEmpty();
    assertThat(trial.cuts(polled)).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void letsRecordsPassThatCanNeverBeDecoded() {
    assertThat(
            trial.cuts(
                polled(
                    Map.of(EVENTS, List.of(schema(404), new byte[0], new byte[] {7, 7, 7, 7, 7})))))
        .isEmpty();
    assertThat(asked).as("only for the record with a schema id").isEqualTo(1);
  }

  @Test
  void doesNotLookAtDevices() {
    assertThat(trial.cuts(polled(Map.of(DEVICES, List.of(schema(SILENT)))))).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void spendsAboutASecondOfAPollOnTheRegistry() {
    List<byte[]> records = new ArrayList<>();
    for (int id = 1_000; id < 1_050; id++) {
      records.add(schema(id));
    }
    Map<TopicPartition, Cut> cuts = trial.cuts(polled(Map.of(EVENTS, records)));
    assertThat(asked).isEqualTo(3);
    assertThat(cuts.get(EVENTS)).isEqualTo(new Cut(13, null));
  }

  @Test
  void waitsLongerEachTimeAndEndsWhenTheRecordHasPassed() {
    Set<TopicPartition> assigned = Set.of(EVENTS, OTHER_EVENTS);
    Cut cut = new Cut(12, "the registry does not answer");
    long now = 0;
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      waits.hold(EVENTS, cut, now);
      assertThat(waits.waits(EVENTS)).isTrue();
      now += TimeUnit.SECONDS.toNanos(seconds);
      assertThat(waits.due(now - 1, assigned)).as("after less than %d s", seconds).isEmpty();
      assertThat(waits.due(now, assigned)).as("after %d s", seconds).containsExactly(EVENTS);
      assertThat(waits.waits(EVENTS)).isFalse();
    }
    assertThat(registry.get("push.registry.waits").counter().count()).isEqualTo(6);
    waits.passed(Set.of(EVENTS), Set.of());
    waits.hold(EVENTS, cut, now);
    assertThat(waits.due(now + TimeUnit.SECONDS.toNanos(1), assigned)).containsExactly(EVENTS);
  }

  @Test
  void doesNotWaitForARegistryThatWasNotAsked() {
    waits.hold(EVENTS, new Cut(12, null), 0);
    assertThat(waits.due(0, Set.of(EVENTS))).containsExactly(EVENTS);
    assertThat(registry.get("push.registry.waits").counter().count()).isZero();
  }

  @Test
  void leavesPausedWhatKafkaStreamsHasPaused() {
    waits.hold(EVENTS, new Cut(12, "why"), 0);
    waits.paused(Set.of(EVENTS));
    assertThat(waits.due(TimeUnit.SECONDS.toNanos(1), Set.of(EVENTS))).isEmpty();
    assertThat(waits.resumed(Set.of(EVENTS))).containsExactly(EVENTS);
  }

  @Test
  void doesNotResumeForKafkaStreamsWhatWaitsForTheRegistry() {
    waits.hold(EVENTS, new Cut(12, "why"), 0);
    assertThat(waits.resumed(List.of(EVENTS, OTHER_EVENTS))).containsExactly(OTHER_EVENTS);
    assertThat(waits.due(TimeUnit.SECONDS.toNanos(1), Set.of(EVENTS))).containsExactly(EVENTS);
  }

  @Test
  void forgetsPartitionsThatWentToAnotherInstance() {
    waits.hold(EVENTS, new Cut(12, "why"), 0);
    assertThat(waits.due(TimeUnit.SECONDS.toNanos(1), Set.of(OTHER_EVENTS))).isEmpty();
    assertThat(waits.waits(EVENTS)).isFalse();
  }

  private static ConsumerRecords<byte[], byte[]> polled(Map<TopicPartition, List<byte[]>> values) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    values.forEach((partition, all) -> {
      List<ConsumerRecord<byte[], byte[]>> of = new ArrayList<>();
      for (byte[] value : all) {
        of.add(
            new ConsumerRecord<>(
                partition.topic(), partition.partition(), 10L + of.size(), new byte[0], value));
      }
      records.put(partition, of);
      next.put(partition, new OffsetAndMetadata(10L + of.size()));
    });
    return new ConsumerRecords<>(records, next);
  }

  private static byte[] schema(int id) {
    return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 1).array();
  }

  private static byte[] encoded() {
    return RegistryFreeCodec.create()
        .encode(Topics.CHAT_MESSAGES, Fixtures.aChatMessage("u1").build());
  }
}
