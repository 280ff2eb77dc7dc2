package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowListenerTest {

  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<Long, Integer> faults = new HashMap<>();
  private final List<Long> handled = new ArrayList<>();
  private final Map<Long, Slot> slots = new HashMap<>();

  private final WindowListener listener =
      new WindowListener(
          new WindowProperties(
              List.of("topic"), "group", 100, 0, Duration.ZERO, Duration.ofSeconds(1)),
          (record, slot) -> {
            if (faults.merge(record.offset(), -1, Integer::sum) >= 0) {
              throw new IllegalStateException("the registry does not answer");
            }
            handled.add(record.offset());
            slot.begin();
            slots.put(record.offset(), slot);
          },
          new LongAdder(),
          new ConsumerPulse());

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
  void commitsNothingBehindWhatCouldNotBeBegun() {
    faults.put(0L, 2);
    listener.onMessage(records(0, 1), null, null);
    complete(1L);
    listener.tend(consumer);
    assertThat(committed()).isNull();
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
  void commitsWhatIsDoneWhenAPartitionIsTakenAway() {
    listener.onMessage(records(0, 1), null, null);
    complete(0L);
    complete(1L);
    listener.onPartitionsRevokedBeforeCommit(consumer, Set.of(PARTITION));
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(2));
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
