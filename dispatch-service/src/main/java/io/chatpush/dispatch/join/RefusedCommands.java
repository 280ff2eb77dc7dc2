package io.chatpush.dispatch.join;

import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.events.Reason;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters of the commands that cannot be joined, counts them, and logs a limited number
 * of them.
 *
 * <p>Thread-safe.
 */
final class RefusedCommands {

  private final StreamDeadLetters letters;
  private final DeadLetterMeters meters;
  private final RateLimitedLog log;

  RefusedCommands(StreamDeadLetters letters, DeadLetterMeters meters, RateLimitedLog log) {
    this.letters = letters;
    this.meters = meters;
    this.log = log;
  }

  /**
   * Returns the dead letter of a command.
   *
   * @param detail a sentence; escaped and cut
   */
  Record<byte[], Object> letter(
      Record<byte[], byte[]> record, RecordMetadata place, Reason reason, String detail, long now) {
    SourceRecord source = StreamDeadLetters.source(place);
    meters.count(reason);
    log.error(
        reason,
        "command at {} cannot be joined and is dead-lettered, {}: {}",
        source,
        reason,
        SafeText.sentence(detail));
    return letters.letter(record, source, reason, detail, now);
  }

  /** Returns the dead letter of a command that a fault of ours kept from being joined. */
  Record<byte[], Object> letter(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now) {
    SourceRecord source = StreamDeadLetters.source(place);
    meters.count(Reason.INTERNAL_ERROR);
    log.error(
        Reason.INTERNAL_ERROR,
        "command at {} could not be joined because of a fault in chatpush, and is dead-lettered",
        source,
        SafeText.withoutMessages(fault));
    return letters.letter(record, source, Reason.INTERNAL_ERROR, fault.getClass().getName(), now);
  }
}
