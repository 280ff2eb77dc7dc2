package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.DeadLetterRecord;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.events.Reason;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters of the records that fan-out and join cannot use, counts them, and logs a
 * limited number of them. A dead letter is never larger than the producer accepts.
 *
 * <p>Thread-safe.
 */
final class RefusedRecords {

  /** Longer than any sentence of ours. */
  private static final int LONGEST_DETAIL = 500;

  private final int mostBytes;
  private final FanOutMeters meters;
  private final RateLimitedLog log;

  /**
   * @param mostBytes the size of the largest record that the producers of Kafka Streams accept
   */
  RefusedRecords(int mostBytes, FanOutMeters meters, RateLimitedLog log) {
    this.mostBytes = mostBytes;
    this.meters = meters;
    this.log = log;
  }

  /** What shares a limit of lines, so that no app uses up the lines of another. */
  private record Kind(Reason reason, String app) {}

  /**
   * Returns the dead letter of a chat event.
   *
   * @param app the app of the event if it is configured, or else the empty string
   */
  Record<byte[], Object> event(
      Record<byte[], byte[]> record, RecordMetadata place, Refusal refusal, String app, long now) {
    return event(record, place, refusal, app, null, now);
  }

  /**
   * Returns the dead letter of a chat event that a fault of ours kept from being fanned out.
   *
   * @param fault printed with its stack
   */
  Record<byte[], Object> event(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now) {
    Refusal refusal = new Refusal(Reason.INTERNAL_ERROR, fault.getClass().getName());
    return event(record, place, refusal, "", fault, now);
  }

  private Record<byte[], Object> event(
      Record<byte[], byte[]> record,
      RecordMetadata place,
      Refusal refusal,
      String app,
      @Nullable RuntimeException fault,
      long now) {
    SourceRecord source = source(place);
    meters.refused(refusal.reason());
    if (fault == null) {
      log.warn(
          new Kind(refusal.reason(), app),
          "chat event at {} refused, {}: {}",
          source,
          refusal.reason(),
          SafeText.sentence(refusal.detail(), LONGEST_DETAIL));
    } else {
      log.error(
          refusal.reason(),
          "chat event at {} could not be fanned out because of a fault in chatpush, and is"
              + " dead-lettered",
          source,
          SafeText.withoutMessages(fault));
    }
    return letter(record, source, refusal.reason(), refusal.detail(), now);
  }

  /**
   * Returns the dead letter of a command.
   *
   * @param detail a sentence; escaped and cut
   */
  Record<byte[], Object> command(
      Record<byte[], byte[]> record, RecordMetadata place, Reason reason, String detail, long now) {
    SourceRecord source = source(place);
    meters.deadLettered(reason);
    log.error(
        reason,
        "command at {} cannot be joined and is dead-lettered, {}: {}",
        source,
        reason,
        SafeText.sentence(detail, LONGEST_DETAIL));
    return letter(record, source, reason, detail, now);
  }

  /** Returns the dead letter of a command that a fault of ours kept from being joined. */
  Record<byte[], Object> command(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now) {
    SourceRecord source = source(place);
    meters.deadLettered(Reason.INTERNAL_ERROR);
    log.error(
        Reason.INTERNAL_ERROR,
        "command at {} could not be joined because of a fault in chatpush, and is dead-lettered",
        source,
        SafeText.withoutMessages(fault));
    return letter(record, source, Reason.INTERNAL_ERROR, fault.getClass().getName(), now);
  }

  /**
   * Counts and logs a record that was written and that the broker refused as too large.
   *
   * @param topic for which it was meant
   */
  void tooLarge(String topic, int bytes) {
    meters.deadLettered(Reason.TOO_LARGE);
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

  private Record<byte[], Object> letter(
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

  private static SourceRecord source(RecordMetadata place) {
    return new SourceRecord(place.topic(), place.partition(), place.offset());
  }
}
