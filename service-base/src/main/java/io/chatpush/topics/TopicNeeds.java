package io.chatpush.topics;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topic.Partitioning;
import io.chatpush.schemas.Topics;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a service needs of topics before it starts and while it runs.
 *
 * @param required topics that must exist
 * @param optional topics that may be missing, or that this login may not describe
 * @param coPartitioned topics that must have the same number of partitions as far as they exist, by
 *     what these topics are called in a sentence
 * @param watched topics whose number of partitions must not change
 */
public record TopicNeeds(
    Set<String> required,
    Set<String> optional,
    Map<String, Set<String>> coPartitioned,
    Set<String> watched) {

  /** What the topics {@link #byUser} are called in {@link #coPartitioned}. */
  public static final String BY_USER = "topics partitioned by user";

  public TopicNeeds {
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
    coPartitioned = Map.copyOf(coPartitioned);
    watched = Set.copyOf(watched);
  }

  /** Returns the topics that a user's records must reach in partitions of the same number. */
  public static Set<String> byUser() {
    Set<String> topics = new TreeSet<>();
    for (Topic topic : Topics.ALL) {
      if (topic.partitioning() == Partitioning.USER) {
        topics.add(topic.name());
      }
    }
    return topics;
  }

  /** Returns the topics that are described: the required and the optional ones. */
  Collection<String> all() {
    return Stream.concat(required.stream(), optional.stream()).distinct().sorted().toList();
  }

  /**
   * Returns what is wrong with the numbers of partitions, as a sentence without its full stop;
   * empty if nothing is.
   *
   * @param counts of the topics that exist
   */
  Optional<String> mismatch(Map<String, Integer> counts) {
    for (Map.Entry<String, Set<String>> group : new TreeMap<>(coPartitioned).entrySet()) {
      Map<String, Integer> ofGroup = new TreeMap<>(counts);
      ofGroup.keySet().retainAll(group.getValue());
      if (ofGroup.values().stream().distinct().count() > 1) {
        return Optional.of(
            "%s must have the same number of partitions: %s; docs/operate.md, More partitions, says what to do"
                .formatted(group.getKey(), ofGroup));
      }
    }
    return Optional.empty();
  }
}
