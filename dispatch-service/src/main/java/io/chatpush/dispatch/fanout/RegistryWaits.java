package io.chatpush.dispatch.fanout;

import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a consumer that wait because the registry does not answer for the schema of
 * their next record.
 *
 * <pre>
 *            hold                      due
 *   (none) ---------> waits, paused ---------> on trial, not paused
 *     ^                     ^                      |      |
 *     |                     '-------- hold --------'      |
 *     '------------------------- passed ------------------'
 * </pre>
 *
 * <p>Used by one thread, but for the map of reasons, which any thread may read.
 */
final class RegistryWaits {

  /** The registry client itself asks at most once a second. */
  private static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Short enough that a partition goes on soon after the registry is back. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Longer than any sentence of ours. */
  private static final int LONGEST_DETAIL = 500;

  private static final class Wait {
    private long nanos;
    private long until;
    private boolean onTrial;
    private boolean pausedByStreams;
  }

  private final FanOutMeters meters;
  private final RateLimitedLog log;
  private final Map<TopicPartition, Wait> waits = new HashMap<>();
  private final Map<TopicPartition, String> reasons;

  /**
   * @param reasons gets what the registry said, for each partition that waits; a concurrent map
   */
  RegistryWaits(FanOutMeters meters, RateLimitedLog log, Map<TopicPartition, String> reasons) {
    this.meters = meters;
    this.log = log;
    this.reasons = reasons;
  }

  /** Notes that a partition is held before a record; each time longer, until it has passed. */
  void hold(TopicPartition partition, SchemaTrial.Cut cut, long now) {
    Wait wait = waits.computeIfAbsent(partition, _ -> new Wait());
    wait.onTrial = false;
    if (cut.why() == null) {
      // The registry has not been asked for it, so that there is no reason to wait.
      wait.until = now;
      return;
    }
    wait.nanos = wait.nanos == 0 ? FIRST_WAIT_NANOS : Math.min(2 * wait.nanos, LONGEST_WAIT_NANOS);
    wait.until = now + wait.nanos;
    meters.registryWait();
    String why = SafeText.sentence(cut.why(), LONGEST_DETAIL);
    reasons.put(partition, why);
    log.warn(
        partition,
        "{} waits at offset {} for the schema registry, the other partitions go on; it is asked"
            + " again in {} s. {}",
        partition,
        cut.offset(),
        TimeUnit.NANOSECONDS.toSeconds(wait.nanos),
        why);
  }

  /**
   * Returns the partitions whose wait is over and that are to be resumed.
   *
   * @param assigned the partitions of the consumer; waits of all others are forgotten
   */
  List<TopicPartition> due(long now, Set<TopicPartition> assigned) {
    for (TopicPartition partition : List.copyOf(waits.keySet())) {
      if (!assigned.contains(partition)) {
        waits.remove(partition);
        reasons.remove(partition);
      }
    }
    List<TopicPartition> due = new ArrayList<>();
    waits.forEach((partition, wait) -> {
      if (!wait.onTrial && now - wait.until >= 0) {
        wait.onTrial = true;
        if (!wait.pausedByStreams) {
          due.add(partition);
        }
      }
    });
    return due;
  }

  /** Ends all waits. */
  void clear() {
    reasons.keySet().removeAll(waits.keySet());
    waits.clear();
  }

  /** Ends the waits of partitions that a poll has read from, without being cut again. */
  void passed(Set<TopicPartition> read, Set<TopicPartition> cut) {
    if (waits.isEmpty()) {
      return;
    }
    for (TopicPartition partition : read) {
      if (!cut.contains(partition)) {
        waits.remove(partition);
        reasons.remove(partition);
      }
    }
  }

  /** Notes that Kafka Streams has paused partitions itself. */
  void paused(Collection<TopicPartition> partitions) {
    setPausedByStreams(partitions, true);
  }

  /** Notes that Kafka Streams wants to go on, and returns the partitions that can. */
  Collection<TopicPartition> resumed(Collection<TopicPartition> partitions) {
    if (waits.isEmpty()) {
      return partitions;
    }
    setPausedByStreams(partitions, false);
    return partitions.stream().filter(partition -> !waits(partition)).toList();
  }

  /** Returns whether any partition waits, or is on trial. */
  boolean any() {
    return !waits.isEmpty();
  }

  /** Returns whether a partition is paused because of the registry. */
  boolean waits(TopicPartition partition) {
    Wait wait = waits.get(partition);
    return wait != null && !wait.onTrial;
  }

  private void setPausedByStreams(Collection<TopicPartition> partitions, boolean paused) {
    for (TopicPartition partition : partitions) {
      Wait wait = waits.get(partition);
      if (wait != null) {
        wait.pausedByStreams = paused;
      }
    }
  }
}
