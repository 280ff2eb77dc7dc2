package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.window.Slot;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the commit of a record to what had to be written for it. */
final class Commits {

  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  private Commits() {}

  /**
   * Completes the slot once what was to be written is safe. If that fails the record is never
   * committed: it comes again.
   */
  static void after(
      CompletableFuture<Void> written, ConsumerRecord<byte[], byte[]> record, Slot slot) {
    var _ =
        written.whenComplete((done, failure) -> {
          if (failure == null) {
            slot.complete();
          } else {
            log.error(
                "record {} of {}-{} is not done and stays uncommitted",
                record.offset(),
                record.topic(),
                record.partition(),
                failure);
          }
        });
  }
}
