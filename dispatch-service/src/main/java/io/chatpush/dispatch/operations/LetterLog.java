package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.kafka.RecordCodec;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The dead letters and what was done about them, as they stand in Kafka. Thread-safe. */
final class LetterLog {

  private final LogConsumers consumers;
  private final RecordCodec codec;
  private final LetterActions actions;
  private final Clock clock;

  LetterLog(LogConsumers consumers, RecordCodec codec, Clock clock) {
    this.consumers = consumers;
    this.codec = codec;
    this.clock = clock;
    this.actions = new LetterActions(consumers, codec, clock);
  }

  LetterActions actions() {
    return actions;
  }

  /** What may match and is there now, the oldest first. */
  MergedLog open(LetterFilter filter) {
    return open(filter, Map.of());
  }

  /** The same, but not what stands before some offsets. */
  MergedLog open(LetterFilter filter, Map<TopicPartition, Long> positions) {
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

  /** Where the letters that are kept begin. */
  Map<TopicPartition, Long> beginnings(LetterKind kind) {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      return consumer.beginningOffsets(LogRange.partitions(consumer, kind.topic()));
    }
  }

  /** The outcomes from now on. */
  OutcomeTail outcomes() {
    return new OutcomeTail(consumers.open(), codec);
  }

  Letter read(ConsumerRecord<byte[], byte[]> record, LetterKind kind) {
    return Letter.read(record, kind, codec);
  }
}
