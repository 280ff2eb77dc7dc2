package io.chatpush.dispatch.window;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Works on records without holding up the consumer. */
public interface RecordHandler {

  /**
   * Begins work on a record and returns at once; whoever does the work {@link Slot#begin() begins}
   * the slot and {@link Slot#complete() completes} it. Called by the consumer's thread, in order of
   * offsets within a partition. If it throws, the record is held and handed over again after {@link
   * WindowProperties#commitInterval}.
   */
  void handle(ConsumerRecord<byte[], byte[]> record, Slot slot);

  /**
   * Shows a record whose work was done before this consumer got its partition, so that what depends
   * on the recent past can be known again after a restart. In order, before the first record of the
   * partition to handle.
   */
  default void recall(ConsumerRecord<byte[], byte[]> record) {}

  /** The partition is ours from now on; before its first record. */
  default void assigned(TopicPartition partition) {}

  /** The partition has gone to somebody else. */
  default void forget(TopicPartition partition) {}

  /**
   * Whether the records that are being worked on may rightly end no sooner than later, for example
   * because they wait for a quota. Called by any thread.
   */
  default boolean mayWait() {
    return false;
  }
}
