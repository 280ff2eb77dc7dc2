package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.LogScan;
import io.chatpush.events.ChatMessageRef;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads the records of one message from ranges of topics, all within the deadline of one query.
 * Remembers how many offsets were read, and whether anything was left out. Used by one thread.
 */
final class MessageReader {

  private static final ByteSearch ANYTHING = new ByteSearch("");

  private final String app;
  private final String message;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordCodec codec;
  private final Clock clock;
  private final Instant deadline;
  private final ByteSearch messageBytes;
  private boolean complete = true;
  private long records;

  /**
   * @param consumer remains the caller's, who closes it
   */
  MessageReader(
      String app,
      String message,
      Consumer<byte[], byte[]> consumer,
      RecordCodec codec,
      Clock clock,
      Instant deadline) {
    this.app = app;
    this.message = message;
    this.consumer = consumer;
    this.codec = codec;
    this.clock = clock;
    this.deadline = deadline;
    this.messageBytes = new ByteSearch(message);
  }

  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /** Returns whether a record is of the message: the bytes of its id may be there by chance. */
  boolean isOfMessage(ChatMessageRef ref) {
    return isOfMessage(ref.getAppId(), ref.getMessageId());
  }

  boolean isOfMessage(String appId, String messageId) {
    return appId.equals(app) && messageId.equals(message);
  }

  /** Decodes the records that contain the id of the message, and shows them to the visitor. */
  <T extends SpecificRecord> void read(
      LogRange range, Class<T> type, BiConsumer<ConsumerRecord<byte[], byte[]>, T> visitor) {
    scan(range, messageBytes, decoding(type, visitor));
  }

  /** Decodes all records, and shows them to the visitor. */
  <T extends SpecificRecord> void readAll(
      LogRange range, Class<T> type, BiConsumer<ConsumerRecord<byte[], byte[]>, T> visitor) {
    scan(range, ANYTHING, decoding(type, visitor));
  }

  /** Shows the records that contain the id of the message to the visitor, as bytes. */
  void read(LogRange range, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    scan(range, messageBytes, visitor);
  }

  private <T extends SpecificRecord>
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> decoding(
          Class<T> type, BiConsumer<ConsumerRecord<byte[], byte[]>, T> visitor) {
    return record -> {
      try {
        visitor.accept(record, codec.decode(type, record.topic(), record.value()));
      } catch (UndecodableRecordException e) {
        // The consumers of the topic dead-letter such a record.
      }
    };
  }

  private void scan(
      LogRange range,
      ByteSearch wanted,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    records += range.size();
    boolean all =
        LogScan.read(
            consumer,
            range,
            clock,
            deadline,
            record -> {
              if (wanted.isIn(record.value())) {
                try {
                  visitor.accept(record);
                } catch (SerializationException e) {
                  // The schema of one record is not available: that must not hide the others.
                  complete = false;
                }
              }
            });
    complete &= all;
  }

  /** Notes that something was found that could not be decoded now. */
  void leftOut() {
    complete = false;
  }

  /** Returns whether everything was read before the deadline, and could be decoded. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the number of offsets that were to be read. */
  long records() {
    return records;
  }
}
