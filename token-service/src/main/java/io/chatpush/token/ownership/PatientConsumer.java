package io.chatpush.token.ownership;

import io.chatpush.kafka.ResilientConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

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
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    Map<TopicPartition, Long> cuts = hold.cuts(records);
    if (cuts.isEmpty()) {
      return records;
    }
    cuts.forEach(super::seek);
    super.pause(cuts.keySet());
    return RegistryHold.before(cuts, records);
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
}
