package io.chatpush.dispatch.fanout;

import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a stream thread, which reads bulk commands when it has found nothing else.
 *
 * <p>The order of what a task has buffered ({@link LaneOrder}) is not enough: a consumer hands out
 * the whole of a fetch, up to a megabyte of bulk commands, before it looks at the next, and a
 * thread polls again only when all it got is done. So this one asks for the other topics first,
 * with the bulk ones held. After {@link #POLLS_BEFORE_BULK} polls in a row that found something,
 * one asks for all, so that the bulk lane goes on under any load.
 *
 * <p>Used by one thread, as every consumer.
 */
final class LaneConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final int POLLS_BEFORE_BULK = 8;

  private final Set<TopicPartition> held = new HashSet<>();
  private int pollsWithoutBulk;

  LaneConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (pollsWithoutBulk < POLLS_BEFORE_BULK) {
      ConsumerRecords<byte[], byte[]> records = pollWithoutBulk();
      if (!records.isEmpty()) {
        pollsWithoutBulk++;
        return records;
      }
    }
    pollsWithoutBulk = 0;
    return super.poll(timeout);
  }

  private ConsumerRecords<byte[], byte[]> pollWithoutBulk() {
    Set<TopicPartition> paused = paused();
    Set<TopicPartition> bulk =
        assignment().stream()
            .filter(partition -> isBulk(partition) && !paused.contains(partition))
            .collect(Collectors.toSet());
    if (bulk.isEmpty()) {
      return ConsumerRecords.empty();
    }
    super.pause(bulk);
    held.addAll(bulk);
    try {
      return super.poll(Duration.ZERO);
    } finally {
      held.retainAll(assignment());
      super.resume(held);
      held.clear();
    }
  }

  /** What Kafka Streams pauses itself, in a rebalance of the poll above, stays paused. */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    held.removeAll(partitions);
    super.pause(partitions);
  }

  /**
   * A task waits for what it knows to be on the broker, so that it can take records in the order of
   * time. Nothing is to wait for the bulk lane.
   */
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return isBulk(partition) ? OptionalLong.of(0) : super.currentLag(partition);
  }

  private static boolean isBulk(TopicPartition partition) {
    return partition.topic().equals(Topics.PUSH_COMMANDS_BULK);
  }
}
