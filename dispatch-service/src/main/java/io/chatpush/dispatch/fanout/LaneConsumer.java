package io.chatpush.dispatch.fanout;

import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.Topics;
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
 * <p>It also holds a partition whose next record has a schema that the registry does not answer for
 * now ({@link SchemaTrial}): it hands out the records before it, returns to it after a pause, and
 * goes on with the other partitions. A thread that met the record later could only end, and all of
 * its partitions would wait.
 *
 * <p>Used by one thread, like every consumer.
 */
final class LaneConsumer extends ResilientConsumer {

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

  private final SchemaTrial trial;
  private final RegistryWaits waits;
  private final Set<TopicPartition> held = new HashSet<>();
  private int pollsWithoutBulk;
  private boolean hasBulk;
  private long handedOutAt;
  private long bulkAt;

  LaneConsumer(Map<String, Object> config, SchemaTrial trial, RegistryWaits waits) {
    super(config);
    this.trial = trial;
    this.waits = waits;
    bulkAt = System.nanoTime();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    long now = System.nanoTime();
    if (waits.any()) {
      super.resume(waits.due(now, assignment()));
    }
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
    ConsumerRecords<byte[], byte[]> records = readable(super.poll(timeout));
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
      return timeout.isZero() ? ConsumerRecords.empty() : readable(super.poll(timeout));
    }
    super.pause(bulk);
    held.addAll(bulk);
    try {
      return readable(super.poll(timeout));
    } finally {
      held.retainAll(assignment());
      super.resume(held);
      held.clear();
    }
  }

  /** Returns the records without those that must wait for the registry, which are read again. */
  private ConsumerRecords<byte[], byte[]> readable(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, SchemaTrial.Cut> cuts = trial.cuts(records);
    waits.passed(records.partitions(), cuts.keySet());
    if (cuts.isEmpty()) {
      return records;
    }
    for (Map.Entry<TopicPartition, SchemaTrial.Cut> cut : cuts.entrySet()) {
      super.seek(cut.getKey(), cut.getValue().offset());
      waits.hold(cut.getKey(), cut.getValue(), System.nanoTime());
    }
    held.removeAll(cuts.keySet());
    super.pause(cuts.keySet());
    return SchemaTrial.before(cuts, records);
  }

  /**
   * Pauses partitions for Kafka Streams. Those that it pauses in a rebalance during a poll, or
   * while they wait for the registry, stay paused until it resumes them.
   */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    held.removeAll(partitions);
    waits.paused(partitions);
    super.pause(partitions);
  }

  /** Resumes partitions for Kafka Streams, except those that wait for the registry. */
  @Override
  public void resume(Collection<TopicPartition> partitions) {
    super.resume(waits.resumed(partitions));
  }

  /**
   * Returns 0 for partitions that no other may wait for. A task waits for the records that it knows
   * to be on the broker, so that it can take them in the order of time; but the bulk lane may take
   * long, and a partition that waits for the registry even longer.
   */
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return isBulk(partition) || waits.waits(partition)
        ? OptionalLong.of(0)
        : super.currentLag(partition);
  }

  /** The waits end with the consumer; the next one of these partitions finds its own. */
  @Override
  protected void closed() {
    waits.clear();
  }

  private static boolean isBulk(TopicPartition partition) {
    return partition.topic().equals(Topics.PUSH_COMMANDS_BULK);
  }
}
