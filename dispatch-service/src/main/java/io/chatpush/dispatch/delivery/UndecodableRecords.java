package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends records of our own topics that cannot be read to the dead letters, byte for byte. */
final class UndecodableRecords {

  private static final Logger log = LoggerFactory.getLogger(UndecodableRecords.class);

  private final EventPublisher publisher;
  private final DeliveryMeters meters;
  private final Clock clock;

  UndecodableRecords(EventPublisher publisher, DeliveryMeters meters, Clock clock) {
    this.publisher = publisher;
    this.meters = meters;
    this.clock = clock;
  }

  /** Writes the letter and completes the slot when it is safe. */
  void deadLetter(
      ConsumerRecord<byte[], byte[]> record, UndecodableRecordException why, Slot slot) {
    if (!slot.begin()) {
      return;
    }
    SourceRecord source = new SourceRecord(record.topic(), record.partition(), record.offset());
    log.error("record {} cannot be read and is dead-lettered: {}", source, why.getMessage());
    meters.deadLettered(SourceRecord.UNDECODABLE);
    Commits.after(
        publisher.publish(
            Topics.PUSH_DEAD_LETTERS,
            record.key(),
            record.value(),
            source.deadLetterHeaders(record.headers(), why, clock.instant())),
        record,
        slot);
  }
}
