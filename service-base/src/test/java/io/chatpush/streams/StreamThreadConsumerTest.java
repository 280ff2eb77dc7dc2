package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class StreamThreadConsumerTest {

  private static final TopicPartition PARTITION = new TopicPartition("claims", 0);
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void givesThePresentTimeToRecordsWithoutOne() {
    ConsumerRecords<byte[], byte[]> records =
        new ConsumerRecords<>(
            Map.of(PARTITION, List.of(record(4, 1_700_000_000_000L), record(5, -1))),
            Map.of(PARTITION, new OffsetAndMetadata(6)));

    ConsumerRecords<byte[], byte[]> timed = StreamThreadConsumer.withTimes(records, NOW);

    assertThat(timed.records(PARTITION))
        .extracting(ConsumerRecord::timestamp)
        .containsExactly(1_700_000_000_000L, NOW);
    assertThat(timed.records(PARTITION)).extracting(ConsumerRecord::offset).containsExactly(4L, 5L);
    assertThat(timed.nextOffsets()).isEqualTo(records.nextOffsets());
    assertThat(StreamThreadConsumer.withTimes(timed, NOW)).isSameAs(timed);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        1,
        1,
        new byte[1],
        new byte[1],
        new RecordHeaders(),
        Optional.empty());
  }
}
