package io.chatpush.dispatch.operations.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogRangeTest {

  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

  private final Map<TopicPartition, Long> asked = new HashMap<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times) {
          asked.putAll(times);
          return Map.of();
        }
      };

  @Test
  void looksForATimeThatARecordCanHaveWhateverItIsAskedFor() {
    assertThat(askedFor(Instant.ofEpochMilli(Long.MIN_VALUE).minusSeconds(60))).isZero();
    assertThat(askedFor(Instant.MIN)).isZero();
    assertThat(askedFor(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(askedFor(Instant.ofEpochMilli(42))).isEqualTo(42);
  }

  private Long askedFor(Instant time) {
    assertThat(LogRange.at(consumer, List.of(PARTITION), time, Map.of(PARTITION, 7L)))
        .containsEntry(PARTITION, 7L);
    return asked.getOrDefault(PARTITION, -1L);
  }
}
