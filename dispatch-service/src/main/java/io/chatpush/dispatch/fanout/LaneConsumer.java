package io.chatpush.dispatch.fanout;

import io.chatpush.schemas.Topics;
import io.chatpush.streams.RegistryHold;
import io.chatpush.streams.StreamThreadConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer of a stream thread, which reads bulk commands when it has found nothing else, and
 * lets them take a part of the thread's time only.
 *
 * <p>The order of what a task has buffered ({@link LaneOrder}) is not enough: a consumer hands out
 * the whole of a fetch, up to a megabyte of bulk commands, before it looks at the next, and a
 * thread polls again only when all it got is done. So this one asks for the other topics first,
 * with the bulk ones held. After {@link #POLLS_BEFORE_BULK} polls in a row that found something,
 * one asks for all, so that the bulk lane goes on under any load.
 *
 * <p>Used by one thread, like every consumer.
 */
final class LaneConsumer extends StreamThreadConsumer {

  private static final int POLLS_BEFORE_BULK = 8;

  /**
   * After bulk commands a thread is free of them for so many times as long as they took. The join
   * of an announcement would otherwise take all CPU there is, for seconds, to be far ahead of what
   * FCM's quota lets through; a fifth of a thread is about twice as much as that.
   */
  private static final int REST_AFTER_BULK = 4;

  /**
   * The time between two polls may be that of a frozen machine or a slow disk instead; longer than
   * any work on what one poll hands out.
   */
  private static final long LONGEST_REST = Duration.ofSeconds(2).toNanos();

  private final Set<TopicPartition> held = new HashSet<>();
  private int pollsWithoutBulk;
  private boolean hasBulk;
  private long handedOutAt;
  private long bulkAt;

  LaneConsumer(Map<String, Object> settings, RegistryHold hold) {
    super(settings, hold);
    bulkAt = System.nanoTime();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    long now = System.nanoTime();
    resumeDue();
    if (hasBulk) {
      hasBulk = false;
      bulkAt = now + Math.min(REST_AFTER_BULK * (now - handedOutAt), LONGEST_REST);
    }
    long rest = bulkAt - now;
    if (rest > 0) {
      return pollWithoutBulk(timeout.toNanos() < rest ? timeout : Duration.ofNanos(rest));
    }
    if (pollsWithoutBulk < POLLS_BEFORE_BULK) {
      ConsumerRecords<byte[], byte[]> records = pollWithoutBulk(Duration.ZERO);
      if (!records.isEmpty()) {
        pollsWithoutBulk++;
        return records;
      }
    }
    pollsWithoutBulk = 0;
    ConsumerRecords<byte[], byte[]> records = read(timeout);
    hasBulk = records.partitions().stream().anyMatch(LaneConsumer::isBulk);
    handedOutAt = System.nanoTime();
    return records;
  }

  private ConsumerRecords<byte[], byte[]> pollWithoutBulk(Duration timeout) {
    Set<TopicPartition> paused = paused();
    Set<TopicPartition> bulk =
        assignment().stream()
            .filter(partition -> isBulk(partition) && !paused.contains(partition))
            .collect(Collectors.toSet());
    if (bulk.isEmpty()) {
      return timeout.isZero() ? ConsumerRecords.empty() : read(timeout);
    }
    setAside(bulk);
    held.addAll(bulk);
    try {
      return read(timeout);
    } finally {
      held.retainAll(assignment());
      takeBack(held);
      held.clear();
    }
  }

  /** Pauses partitions for Kafka Streams: they stay paused until it resumes them. */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    held.removeAll(partitions);
    super.pause(partitions);
  }

  /**
   * Returns 0 for a partition of the bulk lane, too: no other partition may wait for its records,
   * which may take long.
   */
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return isBulk(partition) ? OptionalLong.of(0) : super.currentLag(partition);
  }

  private static boolean isBulk(TopicPartition partition) {
    return partition.topic().equals(Topics.PUSH_COMMANDS_BULK);
  }
}
