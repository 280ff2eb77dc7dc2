package io.chatpush.streams;

import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a consumer that wait because the registry does not answer for the schema of
 * their next record.
 *
 * <pre>
 *                cuts                      due
 *   not held ---------> waits, paused ---------> on trial, not paused
 *     ^                     ^                      |      |
 *     |                     '-------- cuts --------'      |
 *     '---------- read without a cut, or revoked ---------'
 * </pre>
 *
 * <p>Used by one thread, except for the map of reasons, which any thread may read.
 */
final class RegistryHold {

  /** The registry client itself asks at most once a second. */
  private static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Short enough that a partition goes on soon after the registry is back. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final class Wait {
    private long nanos;
    private long until;
    private boolean onTrial;
    private boolean pausedByStreams;
  }

  private final SchemaTrial trial;
  private final LongSupplier nanos;
  private final Runnable waited;
  private final RateLimitedLog log;
  private final Map<TopicPartition, Wait> waits = new HashMap<>();
  private final Map<TopicPartition, String> reasons;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   * @param waited called each time that a partition begins to wait
   * @param reasons gets what the registry said, for each partition that waits; a concurrent map
   */
  RegistryHold(
      SchemaTrial trial,
      LongSupplier nanos,
      Runnable waited,
      RateLimitedLog log,
      Map<TopicPartition, String> reasons) {
    this.trial = trial;
    this.nanos = nanos;
    this.waited = waited;
    this.log = log;
    this.reasons = reasons;
  }

  /**
   * Returns where the partitions of a poll must be cut. These wait from now on, each time longer,
   * and the waits of the other partitions that were read have ended.
   */
  Map<TopicPartition, SchemaTrial.Cut> cuts(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, SchemaTrial.Cut> cuts = trial.cuts(records);
    if (!waits.isEmpty()) {
      for (TopicPartition partition : records.partitions()) {
        if (!cuts.containsKey(partition)) {
          forget(partition);
        }
      }
    }
    cuts.forEach(this::hold);
    return cuts;
  }

  private void hold(TopicPartition partition, SchemaTrial.Cut cut) {
    long now = nanos.getAsLong();
    Wait wait = waits.computeIfAbsent(partition, _ -> new Wait());
    wait.onTrial = false;
    if (cut.why() == null) {
      // The registry has not been asked for it, so that there is no reason to wait.
      wait.until = now;
      return;
    }
    wait.nanos = wait.nanos == 0 ? FIRST_WAIT_NANOS : Math.min(2 * wait.nanos, LONGEST_WAIT_NANOS);
    wait.until = now + wait.nanos;
    waited.run();
    String why = SafeText.sentence(cut.why());
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
  List<TopicPartition> due(Set<TopicPartition> assigned) {
    for (TopicPartition partition : List.copyOf(waits.keySet())) {
      if (!assigned.contains(partition)) {
        forget(partition);
      }
    }
    long now = nanos.getAsLong();
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

  private void forget(TopicPartition partition) {
    waits.remove(partition);
    reasons.remove(partition);
  }

  /** Ends all waits, because the consumer is closed. */
  void clear() {
    reasons.keySet().removeAll(waits.keySet());
    waits.clear();
  }

  /** Notes that Kafka Streams has paused partitions; they stay paused until it resumes them. */
  void paused(Collection<TopicPartition> partitions) {
    setPausedByStreams(partitions, true);
  }

  /** Notes that Kafka Streams resumes partitions, and returns those that do not wait. */
  Collection<TopicPartition> resumed(Collection<TopicPartition> partitions) {
    setPausedByStreams(partitions, false);
    return waits.isEmpty()
        ? partitions
        : partitions.stream().filter(partition -> !waits(partition)).toList();
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
    if (waits.isEmpty()) {
      return;
    }
    for (TopicPartition partition : partitions) {
      Wait wait = waits.get(partition);
      if (wait != null) {
        wait.pausedByStreams = paused;
      }
    }
  }
}
