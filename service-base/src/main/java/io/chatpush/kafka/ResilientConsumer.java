package io.chatpush.kafka;

import io.chatpush.service.RateLimitedLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
 * one by one, so that no readable record is skipped. Bytes that may have been damaged on their way
 * from the broker are fetched again first; see {@link DamageRecovery}.
 *
 * <p>Used by one thread, like every consumer.
 */
public class ResilientConsumer extends KafkaConsumer<byte[], byte[]> {

  /** The header of a record that could not be read; its value is the class of the failure. */
  public static final String UNREADABLE = "kafka-client-failure";

  private final DamageRecovery recovery =
      new DamageRecovery(
          new Client(),
          System::nanoTime,
          // One line a minute for each partition; the readers log what they refuse themselves.
          new RateLimitedLog(
              LoggerFactory.getLogger(ResilientConsumer.class), Clock.systemUTC(), 1));

  /**
   * @param config of the consumer; deserializers in it are ignored
   */
  public ResilientConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return recovery.poll(timeout);
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    recovery.paused(partitions);
    super.pause(partitions);
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

  /** This consumer without what subclasses add to it. */
  private final class Client implements RawConsumer {

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      return ResilientConsumer.super.poll(timeout);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
      ResilientConsumer.super.seek(partition, offset);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
      return ResilientConsumer.super.position(partition, timeout);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
      return ResilientConsumer.super.currentLag(partition);
    }

    @Override
    public Set<TopicPartition> assignment() {
      return ResilientConsumer.super.assignment();
    }

    @Override
    public Set<TopicPartition> paused() {
      return ResilientConsumer.super.paused();
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
      ResilientConsumer.super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
      ResilientConsumer.super.resume(partitions);
    }
  }
}
