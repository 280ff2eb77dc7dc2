package io.chatpush.supervision;

import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker says of the progress of consumer groups, independently of what their members
 * believe. Thread-safe; never blocks.
 */
public interface GroupProgress {

  /**
   * Those of the partitions in which records wait although the group has committed nothing for a
   * minute.
   *
   * @return a sorted list as text; empty if there are none, or nothing is known
   */
  Optional<String> stalled(String group, Collection<TopicPartition> partitions);

  /**
   * The partitions that no member of the group owns although its members agree on who owns what.
   *
   * @param partitions all partitions that the group reads
   * @return a sorted list as text; empty if every partition has an owner, or nothing is known
   */
  Optional<String> withoutOwner(String group, Collection<TopicPartition> partitions);

  /**
   * Whether the broker, when it was last asked, did not list a member that believes to be in the
   * group: its heartbeats are refused or do not arrive.
   *
   * @param joinedNanos when the member joined, as {@link System#nanoTime}; what the broker said
   *     before does not count
   * @return false also if nothing is known
   */
  boolean lacks(String group, String memberId, long joinedNanos);
}
