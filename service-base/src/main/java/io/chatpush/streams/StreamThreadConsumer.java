package io.chatpush.streams;

import io.chatpush.kafka.ResilientConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * The consumer of a stream thread. It holds a partition whose next record has a schema for which
 * the registry does not answer now ({@link RegistryHold}): it hands out the records before it,
 * returns to it after a pause, and goes on with the other partitions. A thread that met the record
 * could only end, and all of its partitions would wait.
 *
 * <p>Used by one thread, like every consumer.
 */
final class StreamThreadConsumer extends ResilientConsumer {

  private final RegistryHold hold;

  /**
   * @param settings of the consumer; deserializers in it are ignored
   */
  StreamThreadConsumer(Map<String, Object> settings, RegistryHold hold) {
    super(settings);
    this.hold = hold;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (hold.any()) {
      super.resume(hold.due(assignment()));
    }
    ConsumerRecords<byte[], byte[]> records =
        withTimes(super.poll(timeout), System.currentTimeMillis());
    Map<TopicPartition, SchemaTrial.Cut> cuts = hold.cuts(records);
    if (cuts.isEmpty()) {
      return records;
    }
    cuts.forEach((partition, cut) -> super.seek(partition, cut.offset()));
    super.pause(cuts.keySet());
    return SchemaTrial.before(cuts, records);
  }

  /**
   * Gives the present time to records without one. Kafka Streams ends the thread that reads such a
   * record from a repartition topic: the configured extractor does not apply to these topics.
   */
  static ConsumerRecords<byte[], byte[]> withTimes(
      ConsumerRecords<byte[], byte[]> records, long now) {
    boolean complete = true;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      complete &= record.timestamp() >= 0;
    }
    if (complete) {
      return records;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      all.put(
          partition,
          records.records(partition).stream().map(record -> withTime(record, now)).toList());
    }
    return new ConsumerRecords<>(all, records.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> withTime(
      ConsumerRecord<byte[], byte[]> record, long now) {
    return record.timestamp() >= 0
        ? record
        : new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            now,
            TimestampType.CREATE_TIME,
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch());
  }

  /**
   * Pauses partitions for Kafka Streams. Those that it pauses in a rebalance during a poll, or
   * while they wait for the registry, stay paused until it resumes them.
   */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    hold.paused(partitions);
    super.pause(partitions);
  }

  /** Resumes partitions for Kafka Streams, except those that wait for the registry. */
  @Override
  public void resume(Collection<TopicPartition> partitions) {
    super.resume(hold.resumed(partitions));
  }

  /**
   * Returns 0 for a partition that waits for the registry: a task would otherwise wait for the
   * records that it knows to be on the broker, so that it can take them in the order of time.
   */
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return hold.waits(partition) ? OptionalLong.of(0) : super.currentLag(partition);
  }

  /** The waits end with the consumer; the next one of these partitions finds its own. */
  @Override
  protected void closed() {
    hold.clear();
  }
}
