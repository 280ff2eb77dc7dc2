package io.chatpush.dispatch.lanes;

import io.chatpush.dispatch.kafka.DeadLetterRecord;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a record that the broker refuses as too large from ending a thread. A dead letter is
 * written again without what the original record brought; any other record becomes a dead letter.
 * Faults of the broker itself are handled as Kafka Streams does by default.
 *
 * <p>Processors check sizes against the producer's limit, so that this is for a broker or a topic
 * that takes less, and for a limit below the size of our own records.
 *
 * <p>Created by Kafka Streams, hence public. Called by stream threads and by the producer's own.
 */
public final class RefusedOutputs extends DefaultProductionExceptionHandler {

  /** The key of the {@link OversizedRecords} in the settings of Kafka Streams. */
  static final String RECORDS = "chatpush.fan-out.refused-records";

  /** The offset of a record that was not written. */
  private static final int NOWHERE = -1;

  private @Nullable OversizedRecords records;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    if (!(configs.get(RECORDS) instanceof OversizedRecords given)) {
      throw new IllegalStateException(RECORDS + " is not among the settings of Kafka Streams");
    }
    records = given;
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    OversizedRecords counted = records;
    if (counted == null
        || !(exception instanceof RecordTooLargeException
            || exception instanceof RecordBatchTooLargeException)) {
      return super.handleError(context, record, exception);
    }
    DeadLetterRecord refused = new DeadLetterRecord(record.key(), record.value(), record.headers());
    counted.tooLarge(record.topic(), refused.bytes());
    if (!isDeadLetter(record.topic())) {
      return Response.resume(
          List.of(write(Topics.PUSH_DEAD_LETTERS, letter(counted, record), record.timestamp())));
    }
    return refused.isStripped()
        ? Response.resume()
        : Response.resume(List.of(write(record.topic(), refused.stripped(), record.timestamp())));
  }

  /**
   * The context may be of a record that the task has read since. So the letter names the topic for
   * which the record was meant, to which a redrive sends it.
   */
  private static DeadLetterRecord letter(
      OversizedRecords counted, ProducerRecord<byte[], byte[]> record) {
    return counted.letter(
        record,
        new SourceRecord(record.topic(), NOWHERE, NOWHERE),
        Instant.ofEpochMilli(record.timestamp() == null ? 0 : record.timestamp()));
  }

  private static ProducerRecord<byte[], byte[]> write(
      String topic, DeadLetterRecord letter, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic, null, timestamp, letter.key(), letter.value(), letter.headers());
  }

  private static boolean isDeadLetter(String topic) {
    return topic.equals(Topics.PUSH_DEAD_LETTERS)
        || topic.equals(Topics.CHAT_MESSAGES_DEAD_LETTERS);
  }
}
