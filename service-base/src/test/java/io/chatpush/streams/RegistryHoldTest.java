package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.service.RateLimitedLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RegistryHoldTest {

  private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
  private static final TopicPartition EVENTS_1 = new TopicPartition("events", 1);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);
  private static final Set<TopicPartition> ALL = Set.of(EVENTS_0, EVENTS_1, OTHER);

  private final Set<Byte> unanswered = new HashSet<>();
  private final Set<Byte> unknown = new HashSet<>();
  private int decoded;
  private Duration slow = Duration.ZERO;
  private long now;

  private final Map<TopicPartition, String> reasons = new ConcurrentHashMap<>();
  private int waits;

  private final RegistryHold hold =
      new RegistryHold(
          new SchemaTrial(Set.of("events"), (_, bytes) -> decode(bytes), () -> now),
          () -> now,
          () -> waits++,
          new RateLimitedLog(LoggerFactory.getLogger(RegistryHoldTest.class), Clock.systemUTC()),
          reasons);

  private Object decode(byte[] bytes) {
    decoded++;
    now += slow.toNanos();
    byte id = bytes[4];
    if (unanswered.contains(id)) {
      // As a registry that cannot be reached; ours has an exception of its own.
      throw new SerializationException("no answer", new TimeoutException("no answer"));
    }
    if (unknown.contains(id)) {
      throw new SerializationException("not a record");
    }
    return bytes;
  }

  /** Records with these schema ids, from offset 10 on. */
  private static List<ConsumerRecord<byte[], byte[]>> records(
      TopicPartition partition, int... ids) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int id : ids) {
      byte[] value = {0, 0, 0, 0, (byte) id, 1};
      records.add(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), 10L + records.size(), new byte[0], value));
    }
    return records;
  }

  private static ConsumerRecords<byte[], byte[]> polled(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    records.forEach(
        (partition, some) -> next.put(partition, new OffsetAndMetadata(10L + some.size())));
    return new ConsumerRecords<>(records, next);
  }

  @Test
  void reportsWhichPartitionWaitsUntilItIsReadRevokedOrClosed() {
    unanswered.add((byte) 7);
    ConsumerRecords<byte[], byte[]> polled =
        polled(Map.of(EVENTS_0, records(EVENTS_0, 7), EVENTS_1, records(EVENTS_1, 1)));
    assertThat(hold.cuts(polled)).containsOnlyKeys(EVENTS_0);
    assertThat(reasons).containsExactly(Map.entry(EVENTS_0, "no answer"));
    now += Duration.ofMinutes(1).toNanos();
    assertThat(hold.due(ALL)).containsExactly(EVENTS_0);
    assertThat(reasons).as("on trial").containsOnlyKeys(EVENTS_0);
    unanswered.clear();
    assertThat(hold.cuts(polled)).isEmpty();
    assertThat(reasons).as("read").isEmpty();

    unanswered.add((byte) 8);
    ConsumerRecords<byte[], byte[]> other = polled(Map.of(EVENTS_0, records(EVENTS_0, 8)));
    var _ = hold.cuts(other);
    assertThat(reasons).containsOnlyKeys(EVENTS_0);
    var _ = hold.due(Set.of(EVENTS_1));
    assertThat(reasons).as("revoked").isEmpty();

    var _ = hold.cuts(other);
    hold.clear();
    assertThat(reasons).as("closed").isEmpty();
  }

  @Test
  void cutsAPartitionBeforeTheFirstRecordWithoutAnAnswerAndLeavesTheOthers() {
    unanswered.add((byte) 7);
    ConsumerRecords<byte[], byte[]> polled =
        polled(
            Map.of(
                EVENTS_0, records(EVENTS_0, 1, 1, 7, 1),
                EVENTS_1, records(EVENTS_1, 1, 2),
                OTHER, records(OTHER, 7)));

    Map<TopicPartition, SchemaTrial.Cut> cuts = hold.cuts(polled);
    ConsumerRecords<byte[], byte[]> rest = SchemaTrial.before(cuts, polled);

    assertThat(cuts).containsExactly(Map.entry(EVENTS_0, new SchemaTrial.Cut(12, "no answer")));
    assertThat(rest.records(EVENTS_0)).extracting(ConsumerRecord::offset).containsExactly(10L, 11L);
    assertThat(rest.records(EVENTS_1)).hasSize(2);
    assertThat(rest.records(OTHER)).hasSize(1);
    assertThat(rest.nextOffsets())
        .containsEntry(EVENTS_0, new OffsetAndMetadata(12))
        .containsEntry(EVENTS_1, new OffsetAndMetadata(12))
        .containsEntry(OTHER, new OffsetAndMetadata(11));
  }

  @Test
  void partitionIsResumedAfterItsWait() {
    unanswered.add((byte) 7);
    hold.cuts(polled(Map.of(EVENTS_0, records(EVENTS_0, 7))));
    assertThat(hold.due(ALL)).isEmpty();
    assertThat(hold.resumed(ALL)).containsExactlyInAnyOrder(EVENTS_1, OTHER);

    now += Duration.ofSeconds(1).toNanos();
    assertThat(hold.due(ALL)).containsExactly(EVENTS_0);
    assertThat(hold.due(ALL)).isEmpty();
    assertThat(hold.resumed(ALL)).contains(EVENTS_0);
  }

  @Test
  void partitionThatKafkaStreamsHasPausedStaysPaused() {
    unanswered.add((byte) 7);
    hold.cuts(polled(Map.of(EVENTS_0, records(EVENTS_0, 7))));
    hold.paused(List.of(EVENTS_0));
    now += Duration.ofSeconds(1).toNanos();

    assertThat(hold.due(ALL)).isEmpty();
    assertThat(hold.resumed(List.of(EVENTS_0))).containsExactly(EVENTS_0);
  }

  @Test
  void partitionThatIsTakenAwayDoesNotWaitWhenItComesBack() {
    unanswered.add((byte) 7);
    hold.cuts(polled(Map.of(EVENTS_0, records(EVENTS_0, 7))));
    hold.paused(List.of(EVENTS_0));
    assertThat(hold.due(Set.of(EVENTS_1))).isEmpty();

    assertThat(hold.resumed(List.of(EVENTS_0))).containsExactly(EVENTS_0);
  }

  @Test
  void recordThatCanNeverBeDecodedPasses() {
    unknown.add((byte) 7);
    assertThat(hold.cuts(polled(Map.of(EVENTS_0, records(EVENTS_0, 7, 1))))).isEmpty();
  }

  @Test
  void recordsWithAKnownIdOrWithoutAHeaderAreNotDecodedTwice() {
    List<ConsumerRecord<byte[], byte[]>> records = records(EVENTS_0, 1, 1, 1, 1);
    records.add(new ConsumerRecord<>("events", 0, 14, new byte[0], new byte[] {1, 2, 3, 4, 5}));
    records.add(new ConsumerRecord<>("events", 0, 15, new byte[0], null));
    hold.cuts(polled(Map.of(EVENTS_0, records)));
    hold.cuts(polled(Map.of(EVENTS_0, records)));

    assertThat(decoded).isEqualTo(1);
  }

  @Test
  void waitsLongerEachTimeAndEndsWhenTheRecordHasPassed() {
    unanswered.add((byte) 7);
    ConsumerRecords<byte[], byte[]> polled = polled(Map.of(EVENTS_0, records(EVENTS_0, 7)));
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      hold.cuts(polled);
      assertThat(hold.waits(EVENTS_0)).isTrue();
      now += Duration.ofSeconds(seconds).toNanos() - 1;
      assertThat(hold.due(ALL)).as("after less than %d s", seconds).isEmpty();
      now++;
      assertThat(hold.due(ALL)).as("after %d s", seconds).containsExactly(EVENTS_0);
      assertThat(hold.waits(EVENTS_0)).isFalse();
    }
    assertThat(waits).isEqualTo(6);
    unanswered.clear();
    hold.cuts(polled);
    assertThat(hold.any()).isFalse();
  }

  @Test
  void doesNotWaitForARegistryThatWasNotAsked() {
    slow = Duration.ofSeconds(2);
    hold.cuts(polled(Map.of(EVENTS_0, records(EVENTS_0, 1, 2))));
    assertThat(hold.waits(EVENTS_0)).isTrue();
    assertThat(hold.due(ALL)).containsExactly(EVENTS_0);
    assertThat(waits).isZero();
  }
}
