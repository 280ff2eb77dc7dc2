package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.events.Reason;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters of the chat events that fan-out cannot use, counts them, and logs a limited
 * number of them and of those that are postponed.
 *
 * <p>Thread-safe.
 */
final class RefusedEvents {

  private final StreamDeadLetters letters;
  private final FanOutMeters meters;
  private final RateLimitedLog log;

  RefusedEvents(StreamDeadLetters letters, FanOutMeters meters, RateLimitedLog log) {
    this.letters = letters;
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

  /**
   * Logs that an event is read again later.
   *
   * @param app the app of the event if it is configured, or else the empty string
   */
  void postponed(SourceRecord source, FanOut.Postponed postponed, String app) {
    log.warn(
        new Kind(Reason.KIND_UNKNOWN, app),
        "chat event at {} is postponed until {}, and again until it expires: {}",
        source,
        postponed.until(),
        SafeText.sentence(postponed.detail()));
  }

  private Record<byte[], Object> event(
      Record<byte[], byte[]> record,
      RecordMetadata place,
      Refusal refusal,
      String app,
      @Nullable RuntimeException fault,
      long now) {
    SourceRecord source = StreamDeadLetters.source(place);
    meters.refused(refusal.reason());
    if (fault == null) {
      log.warn(
          new Kind(refusal.reason(), app),
          "chat event at {} refused, {}: {}",
          source,
          refusal.reason(),
          SafeText.sentence(refusal.detail()));
    } else {
      log.error(
          refusal.reason(),
          "chat event at {} could not be fanned out because of a fault in chatpush, and is"
              + " dead-lettered",
          source,
          SafeText.withoutMessages(fault));
    }
    return letters.letter(record, source, refusal.reason(), refusal.detail(), now);
  }
}
