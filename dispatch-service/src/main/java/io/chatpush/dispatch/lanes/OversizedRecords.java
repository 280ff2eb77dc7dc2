package io.chatpush.dispatch.lanes;

import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.dispatch.kafka.DeadLetterRecord;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.events.Reason;
import io.chatpush.service.RateLimitedLog;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes dead letters of the records that the broker refuses as too large, counts them, and logs a
 * limited number of them. A dead letter is never larger than the producer accepts.
 *
 * <p>Thread-safe.
 */
final class OversizedRecords {

  private final int mostBytes;
  private final DeadLetterMeters meters;
  private final RateLimitedLog log;

  /**
   * @param mostBytes the size of the largest record that the producers of Kafka Streams accept
   */
  OversizedRecords(int mostBytes, DeadLetterMeters meters, RateLimitedLog log) {
    this.mostBytes = mostBytes;
    this.meters = meters;
    this.log = log;
  }

  /**
   * Counts and logs a record that was written and that the broker refused as too large.
   *
   * @param topic for which it was meant
   */
  void tooLarge(String topic, int bytes) {
    meters.count(Reason.TOO_LARGE);
    log.error(
        Reason.TOO_LARGE,
        "a record of {} bytes for {} was refused as too large; a dead letter is written instead. The"
            + " topic's max.message.bytes or the producer's max.request.size is below {}",
        bytes,
        topic,
        mostBytes);
  }

  /** Returns the dead letter of a record that was refused as too large. */
  DeadLetterRecord letter(
      ProducerRecord<byte[], byte[]> record, SourceRecord destination, Instant at) {
    return destination.deadLetter(
        record.key(),
        record.value(),
        record.headers(),
        Reason.TOO_LARGE,
        "the broker refused this record for " + record.topic() + " as too large",
        at,
        mostBytes);
  }
}
