package io.chatpush.kafka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a consumer's poll because of bytes that the Kafka client cannot read. The client
 * says where they are in its messages only; ResilientConsumerIT pins these texts.
 *
 * @param partition the partition of the bytes, or {@code null} if the client does not name it
 * @param text a text that is the same whenever the same bytes are read from the same partition; it
 *     may quote them
 * @param transferable whether the bytes may have been damaged between the broker's disk and this
 *     client, so that another fetch may help. They were not if the client has checked the CRC of
 *     the batch: the producer then wrote these bytes.
 * @param batch the first offset of the batch, or -1 if the client does not name it
 */
record Damage(@Nullable TopicPartition partition, String text, boolean transferable, long batch) {

  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:Received exception when fetching the next record from"
              + "|Encountered corrupt message when fetching offset \\d+ for topic-partition"
              + "|Failed to make progress reading messages at)"
              + " (\\S+)-(\\d+)(?:=\\d+)?(?:\\. .*)?");

  private static final Pattern CRC_MISMATCH =
      Pattern.compile(
          "Record (batch )?for partition \\S+ at offset (-?\\d+) is invalid, cause: .*");

  /**
   * Returns what the client cannot read, or {@code null} if the failure is another one. An {@link
   * Error} among the causes is a fault of this machine, such as a native library of a compression
   * codec that cannot be loaded: no record must be refused because of it.
   */
  static @Nullable Damage of(KafkaException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Error) {
        return null;
      }
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof CorruptRecordException) {
      return new Damage(null, message, true, -1);
    }
    Matcher named = MESSAGE.matcher(message);
    if (!failure.getClass().equals(KafkaException.class) || !named.matches()) {
      return null;
    }
    TopicPartition partition = new TopicPartition(named.group(1), Integer.parseInt(named.group(2)));
    Throwable cause = failure.getCause();
    if (cause == null) {
      // The message has the offset of the fetch and so differs for the same bytes.
      return new Damage(partition, "", true, -1);
    }
    String text = String.valueOf(cause.getMessage());
    Matcher crc = CRC_MISMATCH.matcher(text);
    boolean mismatch = crc.matches();
    return new Damage(
        partition,
        text,
        mismatch || cause instanceof CorruptRecordException,
        mismatch && crc.group(1) != null ? Long.parseLong(crc.group(2)) : -1);
  }
}
