package io.chatpush.dispatch.window;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Works on records without holding up the consumer. */
public interface RecordHandler {

  /**
   * Begins work on a record and returns at once; whoever does the work {@link Slot#begin() begins}
   * the slot and {@link Slot#complete() completes} it. Called by the consumer's thread, in order of
   * offsets within a partition. If it throws, {@link #mayPass} decides what happens to the record.
   */
  void handle(ConsumerRecord<byte[], byte[]> record, Slot slot);

  /**
   * Whether what {@link #handle} has thrown may pass, so that the record is held and handed over
   * again later, less and less often. Otherwise it goes to {@link #failed} at once.
   */
  default boolean mayPass(Throwable failure) {
    return false;
  }

  /**
   * Ends a record that cannot be begun, e.g. as a dead letter, and completes its slot. Called by
   * the consumer's thread, instead of {@link #handle} from then on.
   */
  void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot);

  /**
   * Shows a record whose work was done before this consumer got its partition, so that what depends
   * on the recent past can be known again after a restart. In order, before the first record of the
   * partition to handle. What it throws is logged and has no other effect.
   */
  default void recall(ConsumerRecord<byte[], byte[]> record) {}

  /** The partition is ours from now on; before its first record. */
  default void assigned(TopicPartition partition) {}

  /** The partition has gone to somebody else. */
  default void forget(TopicPartition partition) {}
}
