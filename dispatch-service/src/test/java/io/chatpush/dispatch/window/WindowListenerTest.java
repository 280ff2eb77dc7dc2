package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowListenerTest {

  /** Stands for the end of a record in the faults. */
  private static final long FAILED = -1;

  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<Long, Integer> faults = new HashMap<>();
  private final List<Long> handled = new ArrayList<>();
  private final Map<Long, Slot> slots = new HashMap<>();
  private final List<Long> tried = new ArrayList<>();
  private final List<Long> failed = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private @Nullable Throwable permanent;

  private final WindowListener listener = listener(0);

  private WindowListener listener(int lookBack) {
    return new WindowListener(
        new WindowProperties(
            List.of("topic"), "group", 100, lookBack, Duration.ZERO, Duration.ofSeconds(1)),
        new Handler(),
        new LongAdder(),
        new ConsumerPulse(),
        now::get);
  }

  @BeforeEach
  void assign() {
    consumer.assign(Set.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    listener.onPartitionsAssigned(consumer, Set.of(PARTITION));
  }

  @Test
  void handsOverAgainWhatCouldNotBeBegunAndOnlyThat() {
    faults.put(1L, 1);
    listener.onMessage(records(0, 1, 2), null, null);
    assertThat(handled).as("others are not held up").containsExactly(0L, 2L);
    listener.tend(consumer);
    assertThat(handled).containsExactly(0L, 2L, 1L);
    listener.tend(consumer);
    assertThat(handled).as("once begun, not again").containsExactly(0L, 2L, 1L);
  }

  @Test
  void recallsWhatWasCommittedAndHandlesTheRest() {
    consumer.updateEndOffsets(Map.of(PARTITION, 3L));
    consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(2)));
    WindowListener lookingBack = listener(10);
    lookingBack.onPartitionsAssigned(consumer, Set.of(PARTITION));
    assertThat(consumer.position(PARTITION)).isZero();
    lookingBack.onMessage(records(0, 1, 2), null, null);
    assertThat(handled).containsExactly(2L);
  }

  /** The broker has lost records, or the topic was created anew: new records are not old ones. */
  @Test
  void handlesAllRecordsOfALogThatEndsBeforeTheCommittedOffset() {
    consumer.updateEndOffsets(Map.of(PARTITION, 3L));
    consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(1_000)));
    WindowListener lookingBack = listener(10);
    lookingBack.onPartitionsAssigned(consumer, Set.of(PARTITION));
    lookingBack.onMessage(records(0, 1, 2), null, null);
    assertThat(handled).containsExactly(0L, 1L, 2L);
  }

  @Test
  void commitsNothingBehindWhatCouldNotBeBegun() {
    faults.put(0L, 2);
    listener.onMessage(records(0, 1), null, null);
    complete(1L);
    listener.tend(consumer);
    assertThat(committed()).isNull();
    pass(Duration.ofMillis(200));
    listener.tend(consumer);
    complete(0L);
    listener.tend(consumer);
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(2));
  }

  @Test
  void forgetsWhatCouldNotBeBegunWithItsPartition() {
    faults.put(0L, 1);
    listener.onMessage(records(0), null, null);
    listener.onPartitionsLost(consumer, Set.of(PARTITION));
    listener.tend(consumer);
    assertThat(handled).isEmpty();
  }

  @Test
  void triesAgainLessAndLessOftenAndOneRecordOfAPartitionAtATime() {
    faults.put(0L, Integer.MAX_VALUE);
    faults.put(1L, Integer.MAX_VALUE);
    listener.onMessage(records(0, 1), null, null);
    tried.clear();
    for (int second = 0; second < 100; second++) {
      listener.tend(consumer);
      pass(Duration.ofSeconds(1));
    }
    assertThat(tried).as("one request at a time").containsOnly(0L);
    assertThat(tried).as("in 100 s").hasSizeBetween(10, 15);
    faults.clear();
    pass(Duration.ofSeconds(10));
    listener.tend(consumer);
    assertThat(handled).as("both, in order, as soon as it is possible").containsExactly(0L, 1L);
  }

  @Test
  void namesTheRecordThatWaitsTheLongestForTheRegistry() {
    assertThat(listener.obstacle()).isEmpty();
    faults.put(1L, Integer.MAX_VALUE);
    faults.put(2L, Integer.MAX_VALUE);
    listener.onMessage(records(0, 1, 2), null, null);
    for (int second = 0; second < 100; second++) {
      pass(Duration.ofSeconds(1));
      listener.tend(consumer);
    }
    assertThat(listener.obstacle())
        .hasValueSatisfying(obstacle -> {
          assertThat(obstacle.mayPass()).isTrue();
          assertThat(obstacle.sentence())
              .isEqualTo(
                  "topic-0 has waited for 100 s at offset 1: java.lang.IllegalStateException: the"
                      + " registry does not answer");
        });
    assertThat(listener.activity())
        .as("records that wait for the registry are no work without progress")
        .isEqualTo(new WindowListener.Activity(1, PARTITION, 0, Duration.ofSeconds(100).toNanos()));
    faults.remove(1L);
    pass(Duration.ofSeconds(10));
    listener.tend(consumer);
    assertThat(listener.obstacle())
        .hasValueSatisfying(obstacle ->
            assertThat(obstacle.sentence()).startsWith("topic-0 has waited for 0 s at offset 2"));
    faults.clear();
    pass(Duration.ofSeconds(10));
    listener.tend(consumer);
    assertThat(listener.obstacle()).isEmpty();
    assertThat(listener.activity().records()).isEqualTo(3);
  }

  @Test
  void forgetsAnObstacleWithItsPartition() {
    faults.put(0L, Integer.MAX_VALUE);
    listener.onMessage(records(0), null, null);
    assertThat(listener.obstacle()).isPresent();
    listener.onPartitionsLost(consumer, Set.of(PARTITION));
    assertThat(listener.obstacle()).isEmpty();
  }

  @Test
  void endsAtOnceWhatCanNeverBeBegun() {
    for (Throwable fault :
        List.of(new IllegalStateException("a fault of ours"), new AssertionError("another"))) {
      permanent = fault;
      faults.put(0L, 1);
      listener.onMessage(records(0, 1), null, null);
      assertThat(failed).containsExactly(0L);
      assertThat(handled).as("others are not held up").containsExactly(1L);
      failed.clear();
      handled.clear();
    }
  }

  @Test
  void keepsARecordThatCouldNeitherBeBegunNorEnded() {
    permanent = new IllegalStateException("a fault of ours");
    faults.put(0L, 2);
    faults.put(FAILED, 1);
    listener.onMessage(records(0), null, null);
    assertThat(failed).isEmpty();
    assertThat(listener.obstacle())
        .hasValueSatisfying(obstacle -> {
          assertThat(obstacle.mayPass()).as("a restart may help").isFalse();
          assertThat(obstacle.sentence()).endsWith("(IllegalStateException)");
        });
    listener.tend(consumer);
    assertThat(failed).containsExactly(0L);
  }

  @Test
  void commitsWhatIsDoneWhenAPartitionIsTakenAway() {
    listener.onMessage(records(0, 1), null, null);
    complete(0L);
    complete(1L);
    listener.onPartitionsRevokedBeforeCommit(consumer, Set.of(PARTITION));
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(2));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private final class Handler implements RecordHandler {

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
      tried.add(record.offset());
      if (faults.merge(record.offset(), -1, Integer::sum) >= 0) {
        switch (permanent) {
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          case null, default -> throw new IllegalStateException("the registry does not answer");
        }
      }
      handled.add(record.offset());
      slot.begin();
      slots.put(record.offset(), slot);
    }

    @Override
    public boolean mayPass(Throwable failure) {
      return permanent == null;
    }

    @Override
    public void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
      if (faults.merge(FAILED, -1, Integer::sum) >= 0) {
        throw new IllegalStateException("the dead letter cannot be written");
      }
      failed.add(record.offset());
      slot.complete();
    }
  }

  private void complete(long offset) {
    Slot slot = slots.get(offset);
    assertThat(slot).as("slot of " + offset).isNotNull();
    slot.complete();
  }

  private @Nullable OffsetAndMetadata committed() {
    return consumer.committed(Set.of(PARTITION)).get(PARTITION);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset : offsets) {
      records.add(new ConsumerRecord<>("topic", 0, offset, null, new byte[0]));
    }
    return records;
  }
}
