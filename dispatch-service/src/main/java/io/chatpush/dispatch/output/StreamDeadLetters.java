package io.chatpush.dispatch.output;

import io.chatpush.dispatch.kafka.DeadLetterRecord;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.events.Reason;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters of the records that a processor of Kafka Streams cannot use. A dead letter is
 * never larger than the producer accepts.
 *
 * <p>Thread-safe.
 */
public final class StreamDeadLetters {

  private final int mostBytes;

  /**
   * @param mostBytes the size of the largest record that the producers of Kafka Streams accept
   */
  public StreamDeadLetters(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Returns where the record is. */
  public static SourceRecord source(RecordMetadata place) {
    return new SourceRecord(place.topic(), place.partition(), place.offset());
  }

  /** Returns the dead letter of a record. */
  public Record<byte[], Object> letter(
      Record<byte[], byte[]> record, SourceRecord source, Reason reason, String detail, long now) {
    DeadLetterRecord letter =
        source.deadLetter(
            record.key(),
            record.value(),
            record.headers(),
            reason,
            detail,
            Instant.ofEpochMilli(now),
            mostBytes);
    return new Record<>(letter.key(), letter.value(), now, letter.headers());
  }
}
