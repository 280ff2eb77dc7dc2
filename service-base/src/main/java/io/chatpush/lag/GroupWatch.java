package io.chatpush.lag;

import io.chatpush.supervision.GroupProgress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker last said of the groups: which partitions have no owner, and in which partitions
 * records wait although the group commits nothing. Whatever it is asked about is read from then on,
 * also where the settings {@code chatpush.lag.*} do not export it. It knows nothing that is older
 * than {@link #VALID}. Thread-safe.
 */
public final class GroupWatch implements GroupProgress {

  /** A partition in which records wait and nothing is committed for this long is stalled. */
  static final Duration STALLED_AFTER = Duration.ofSeconds(60);

  /** What was read longer ago than this says nothing about the present. */
  static final Duration VALID = Duration.ofSeconds(60);

  /** No reading takes longer: what ends it that much later began after the moment in question. */
  private static final Duration READING = Duration.ofSeconds(10);

  private record Waiting(long committed, long since) {}

  private final Map<GroupPartition, Waiting> waiting = new HashMap<>();
  private final Map<String, Set<TopicPartition>> owned = new HashMap<>();
  private final Map<String, Set<String>> members = new HashMap<>();
  private final Map<String, Map<TopicPartition, Long>> asked = new HashMap<>();
  private long readAt;
  private boolean read;

  /**
   * Returns the groups of the service itself, each with the partitions about whose progress it was
   * asked lately. A group stays, because its members matter also while it has no partitions.
   */
  synchronized Map<String, Set<TopicPartition>> asked(long now) {
    Map<String, Set<TopicPartition>> lately = new HashMap<>();
    asked.forEach((group, partitions) -> {
      partitions.values().removeIf(at -> now - at >= VALID.toNanos());
      lately.put(group, Set.copyOf(partitions.keySet()));
    });
    return lately;
  }

  private void ask(String group, Collection<TopicPartition> partitions, long now) {
    Map<TopicPartition, Long> known = asked.computeIfAbsent(group, _ -> new HashMap<>());
    partitions.forEach(partition -> known.put(partition, now));
  }

  /**
   * Takes what was read.
   *
   * @param committed the offsets of the groups, without partitions in which one never committed
   * @param lags of all these partitions, and of those about which {@link #asked} says more
   * @param now in nanoseconds of a clock that never jumps
   */
  synchronized void show(
      Map<GroupPartition, Long> committed,
      Map<GroupPartition, GroupLag> lags,
      Map<String, Optional<ConsumerGroupDescription>> groups,
      long now) {
    readAt = now;
    read = true;
    waiting.keySet().retainAll(lags.keySet());
    lags.forEach((where, lag) -> {
      long offset = committed.getOrDefault(where, -1L);
      if (lag.records() == 0) {
        waiting.remove(where);
      } else {
        Waiting known = waiting.get(where);
        if (known == null || known.committed() != offset) {
          waiting.put(where, new Waiting(offset, now));
        }
      }
    });
    owned.clear();
    members.clear();
    groups.forEach((group, there) -> {
      Set<String> ids = new HashSet<>();
      Set<TopicPartition> partitions = new HashSet<>();
      there.ifPresent(description ->
          description
              .members()
              .forEach(member -> {
                ids.add(member.consumerId());
                partitions.addAll(member.assignment().topicPartitions());
              }));
      members.put(group, ids);
      if (there.isPresent() && there.get().groupState() == GroupState.STABLE) {
        owned.put(group, partitions);
      }
    });
  }

  @Override
  public synchronized Optional<String> stalled(
      String group, Collection<TopicPartition> partitions) {
    return stalled(group, partitions, System.nanoTime());
  }

  synchronized Optional<String> stalled(
      String group, Collection<TopicPartition> partitions, long now) {
    ask(group, partitions, now);
    if (!isKnown(now)) {
      return Optional.empty();
    }
    TreeSet<String> stalled = new TreeSet<>();
    for (TopicPartition partition : partitions) {
      Waiting found = waiting.get(new GroupPartition(group, partition));
      if (found != null && now - found.since() >= STALLED_AFTER.toNanos()) {
        stalled.add(partition.toString());
      }
    }
    return stalled.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", stalled));
  }

  @Override
  public synchronized Optional<String> withoutOwner(
      String group, Collection<TopicPartition> partitions) {
    long now = System.nanoTime();
    ask(group, List.of(), now);
    Set<TopicPartition> withOwner = owned.get(group);
    if (withOwner == null || !isKnown(now)) {
      return Optional.empty();
    }
    List<String> without =
        partitions.stream()
            .filter(partition -> !withOwner.contains(partition))
            .map(TopicPartition::toString)
            .sorted()
            .toList();
    return without.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", without));
  }

  @Override
  public synchronized boolean lacks(String group, String memberId, long joinedNanos) {
    long now = System.nanoTime();
    ask(group, List.of(), now);
    Set<String> listed = members.get(group);
    return listed != null
        && isKnown(now)
        && readAt - joinedNanos > READING.toNanos()
        && !listed.contains(memberId);
  }

  private boolean isKnown(long now) {
    return read && now - readAt < VALID.toNanos();
  }
}
