package io.chatpush.token.ownership;

import io.chatpush.kafka.ResilientConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * The consumer of a stream thread. It holds back a partition whose next event has a schema for
 * which the registry gives no answer, and goes on with the others. A thread that met the event
 * could only end, and all its partitions would stop with it.
 *
 * <p>Used by one thread, like every consumer.
 */
final class PatientConsumer extends ResilientConsumer {

  private final RegistryHold hold;

  PatientConsumer(Map<String, Object> settings, RegistryHold hold) {
    super(settings);
    this.hold = hold;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    super.resume(hold.due(assignment()));
    ConsumerRecords<byte[], byte[]> records =
        withTimes(super.poll(timeout), System.currentTimeMillis());
    Map<TopicPartition, Long> cuts = hold.cuts(records);
    if (cuts.isEmpty()) {
      return records;
    }
    cuts.forEach(super::seek);
    super.pause(cuts.keySet());
    return RegistryHold.before(cuts, records);
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

  /** Pauses partitions for Kafka Streams. */
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

  @Override
  protected void closed() {
    hold.clear();
  }
}
