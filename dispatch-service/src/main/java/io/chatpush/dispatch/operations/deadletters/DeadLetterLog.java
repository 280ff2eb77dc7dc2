package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.MergedLog;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The dead letters and their actions in Kafka. Thread-safe. */
final class DeadLetterLog {

  private final LogConsumers consumers;
  private final RecordCodec codec;
  private final DeadLetterActions actions;
  private final Clock clock;

  DeadLetterLog(LogConsumers consumers, RecordCodec codec, Clock clock) {
    this.consumers = consumers;
    this.codec = codec;
    this.clock = clock;
    this.actions = new DeadLetterActions(consumers, codec, clock);
  }

  DeadLetterActions actions() {
    return actions;
  }

  /** Opens the records that are there now and may match, the oldest first. */
  MergedLog open(DeadLetterFilter filter) {
    return open(filter, Map.of());
  }

  /** As {@link #open(DeadLetterFilter)}, but without the records before some offsets. */
  MergedLog open(DeadLetterFilter filter, Map<TopicPartition, Long> positions) {
    Consumer<byte[], byte[]> consumer = consumers.open();
    try {
      LogRange range =
          LogRange.upToNow(
              consumer, LogRange.partitions(consumer, filter.kind().topic()), filter.readFrom());
      return new MergedLog(consumer, range.from(positions), clock);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Returns the offsets of the oldest dead letters that are kept. */
  Map<TopicPartition, Long> beginnings(DeadLetterKind kind) {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      return consumer.beginningOffsets(LogRange.partitions(consumer, kind.topic()));
    }
  }

  /** Opens the outcomes that are written from now on. */
  OutcomeTail outcomes() {
    return new OutcomeTail(consumers.open(), codec);
  }

  DeadLetterEntry read(ConsumerRecord<byte[], byte[]> record, DeadLetterKind kind) {
    return DeadLetterEntry.read(record, kind, codec);
  }
}
