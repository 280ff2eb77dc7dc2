package io.chatpush.kafka;

import io.chatpush.service.RateLimitedLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A consumer of bytes that continues after a record that the Kafka client itself cannot read,
 * because its batch is damaged on the broker or was written by a faulty producer. {@link
 * KafkaConsumer} throws for such a record on every poll, so that a single record would stop all
 * partitions of the consumer until an operator deletes it.
 *
 * <p>It is replaced by a record at the same offset, without key and value, with the present time
 * and with the header {@link #UNREADABLE}. The reader of the partition refuses it like any other
 * record that it cannot decode. All records after it in the same batch are lost in the same way,
 * one by one, so that no readable record is skipped.
 *
 * <p>Used by one thread, like every consumer.
 */
public class ResilientConsumer extends KafkaConsumer<byte[], byte[]> {

  /** The header of a record that could not be read; its value is the class of the failure. */
  public static final String UNREADABLE = "kafka-client-failure";

  /** The client names the partition in its message only; ResilientConsumerIT pins the text. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:Received exception when fetching the next record from"
              + "|Encountered corrupt message when fetching offset \\d+ for topic-partition)"
              + " (\\S+)-(\\d+)(?:\\. .*)?");

  /** One line a minute for each partition; the readers log what they refuse themselves. */
  private final RateLimitedLog lines =
      new RateLimitedLog(LoggerFactory.getLogger(ResilientConsumer.class), Clock.systemUTC(), 1);

  /**
   * @param config of the consumer; deserializers in it are ignored
   */
  public ResilientConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (KafkaException e) {
      TopicPartition partition = partitionOfDamage(e);
      if (partition == null || !assignment().contains(partition)) {
        throw e;
      }
      return without(partition, e);
    }
  }

  /**
   * Returns the partition of the record that cannot be read; {@code null} if the failure is another
   * one. An {@link Error} among the causes is a fault of this machine, such as a native library of
   * a compression codec that cannot be loaded: no record must be refused because of it.
   */
  static @Nullable TopicPartition partitionOfDamage(KafkaException failure) {
    if (!failure.getClass().equals(KafkaException.class)) {
      return null;
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Error) {
        return null;
      }
    }
    Matcher message = MESSAGE.matcher(String.valueOf(failure.getMessage()));
    return message.matches()
        ? new TopicPartition(message.group(1), Integer.parseInt(message.group(2)))
        : null;
  }

  private ConsumerRecords<byte[], byte[]> without(TopicPartition partition, KafkaException e) {
    long offset = position(partition);
    super.seek(partition, offset + 1);
    Throwable cause = e.getCause() == null ? e : e.getCause();
    // Without the message, which may quote the record.
    lines.error(
        partition,
        "The Kafka client cannot read the record of {} at offset {} ({}); it is refused without its"
            + " key and value",
        partition,
        offset,
        cause.getClass().getSimpleName());
    RecordHeaders headers = new RecordHeaders();
    headers.add(UNREADABLE, cause.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
    ConsumerRecord<byte[], byte[]> replacement =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            // Without a time, a repartition topic of Kafka Streams would end its thread.
            System.currentTimeMillis(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            null,
            null,
            headers,
            Optional.empty());
    return new ConsumerRecords<>(
        Map.of(partition, List.of(replacement)),
        Map.of(partition, new OffsetAndMetadata(offset + 1)));
  }

  /** Called when the consumer is closed. */
  protected void closed() {}

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      closed();
    }
  }

  @Override
  public void close(CloseOptions options) {
    try {
      super.close(options);
    } finally {
      closed();
    }
  }
}
