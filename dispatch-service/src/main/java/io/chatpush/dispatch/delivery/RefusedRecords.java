package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Reason;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records of our own topics that cannot be worked on to the dead letters, byte for byte, with
 * the reason. A record that is too large for that is written without its value. Thread-safe.
 */
final class RefusedRecords {

  private static final Logger log = LoggerFactory.getLogger(RefusedRecords.class);

  private final EventPublisher publisher;
  private final DeliveryMeters meters;
  private final Clock clock;
  private final RateLimitedLog limited;

  RefusedRecords(EventPublisher publisher, DeliveryMeters meters, Clock clock) {
    this.publisher = publisher;
    this.meters = meters;
    this.clock = clock;
    limited = new RateLimitedLog(log, clock);
  }

  /** Dead-letters bytes that are not a record of the topic, and completes the slot. */
  void undecodable(
      ConsumerRecord<byte[], byte[]> record, UndecodableRecordException why, Slot slot) {
    deadLetter(record, Reason.UNDECODABLE, String.valueOf(why.getMessage()), slot);
  }

  /**
   * Dead-letters a record that can be read but not worked on, and completes the slot.
   *
   * @param detail a sentence that names the field and quotes no content
   */
  void invalid(ConsumerRecord<byte[], byte[]> record, String detail, Slot slot) {
    deadLetter(record, Reason.INVALID_RECORD, detail, slot);
  }

  /**
   * Dead-letters a record that chatpush failed to work on, and completes the slot. If the failure
   * is only that the publisher is closed, the record is left uncommitted, so that it is read again
   * after the start.
   *
   * @param pushes of the record that have neither an outcome nor a retry
   */
  void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, int pushes, Slot slot) {
    if (PublisherClosedException.isCauseOf(failure)) {
      log.debug("record {} is not done at the stop", place(record));
      return;
    }
    if (!slot.begin()) {
      // The partition is another consumer's now, which will work on the record.
      return;
    }
    limited.error(
        Reason.INTERNAL_ERROR,
        "Record {} failed with an internal error and is dead-lettered",
        place(record),
        SafeText.withoutMessages(failure));
    meters.abandoned(pushes);
    write(
        record,
        Reason.INTERNAL_ERROR,
        "chatpush failed to work on the record: " + failure.getClass().getName(),
        slot);
  }

  private void deadLetter(
      ConsumerRecord<byte[], byte[]> record, Reason reason, String detail, Slot slot) {
    if (!slot.begin()) {
      return;
    }
    String safe = SafeText.sentence(detail);
    limited.error(reason, "Record {} is dead-lettered with {}: {}", place(record), reason, safe);
    write(record, reason, safe, slot);
  }

  private void write(
      ConsumerRecord<byte[], byte[]> record, Reason reason, String detail, Slot slot) {
    meters.deadLettered(reason);
    CompletableFuture<Void> written =
        publisher.publish(
            Topics.PUSH_DEAD_LETTERS,
            record.key(),
            record.value(),
            place(record).deadLetterHeaders(record.headers(), reason, detail, clock.instant()));
    var _ =
        written.whenComplete((done, failure) -> {
          if (failure == null) {
            slot.complete();
          } else if (!PublisherClosedException.isCauseOf(failure)) {
            // The publisher retries a dead letter until it is written, so this is a fault of ours.
            limited.error(
                "letter",
                "The dead letter of record {} was not written; the record stays uncommitted",
                place(record),
                SafeText.withoutMessages(failure));
          }
        });
  }

  private static SourceRecord place(ConsumerRecord<?, ?> record) {
    return new SourceRecord(record.topic(), record.partition(), record.offset());
  }
}
