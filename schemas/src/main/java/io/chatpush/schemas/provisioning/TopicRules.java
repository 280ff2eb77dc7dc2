package io.chatpush.schemas.provisioning;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topic.Partitioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/** How a topic of the contract must be made, how it should be, and where one differs from that. */
final class TopicRules {

  private static final String COMPACTED_WITHIN = Long.toString(Duration.ofDays(1).toMillis());

  private TopicRules() {}

  /** A topic as a broker has it; {@code replicas} are those of the partition with the fewest. */
  record Existing(Topic topic, int partitions, int replicas, Map<String, String> configuration) {}

  /** What a new topic gets. */
  static Map<String, String> configuration(Topic topic, TopicSize size) {
    Map<String, String> configuration = new TreeMap<>(mandatory(topic));
    String retention = Long.toString(topic.retention().toMillis());
    if (topic.compacted()) {
      configuration.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
      // Without it what a tombstone ends stays for as long as nothing else fills its segment.
      configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, COMPACTED_WITHIN);
    } else {
      configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
    }
    configuration.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(size.minInSyncReplicas()));
    return configuration;
  }

  /** A compacted topic that is not would forget devices; the other way round, erase what is due. */
  private static Map<String, String> mandatory(Topic topic) {
    Map<String, String> configuration = new TreeMap<>();
    configuration.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        topic.compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
    if (topic.brokerTime()) {
      configuration.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    return configuration;
  }

  /** Why chatpush cannot work with this topic, in sentences; empty if it can. */
  static List<String> violations(Existing existing, TopicSize size) {
    List<String> sentences = new ArrayList<>();
    String name = existing.topic().name();
    if (existing.topic().partitioning() == Partitioning.USER
        && existing.partitions() != size.partitions()) {
      sentences.add(
          ("%s has %d partitions, not %d. Topics partitioned by user must all have the same number"
                  + " for ever: ask for the number that they have.")
              .formatted(name, existing.partitions(), size.partitions()));
    }
    mandatory(existing.topic())
        .forEach((key, value) -> {
          String actual = actual(existing, key);
          if (!actual.equals(value)) {
            sentences.add(
                "%s has %s=%s, it must be %s: alter the topic."
                    .formatted(name, key, actual, value));
          }
        });
    return sentences;
  }

  /** Where this topic is not as a new one would be, though chatpush works with it. */
  static List<String> differences(Existing existing, TopicSize size) {
    List<String> sentences = new ArrayList<>();
    String name = existing.topic().name();
    if (existing.topic().partitioning() != Partitioning.USER
        && existing.partitions() != size.partitions()) {
      sentences.add(
          "%s has %d partitions, not %d".formatted(name, existing.partitions(), size.partitions()));
    }
    if (existing.replicas() != size.replicas()) {
      sentences.add(
          "%s has %d replicas, not %d".formatted(name, existing.replicas(), size.replicas()));
    }
    Map<String, String> wanted = configuration(existing.topic(), size);
    wanted.keySet().removeAll(mandatory(existing.topic()).keySet());
    wanted.forEach((key, value) -> {
      String actual = actual(existing, key);
      if (!actual.equals(value)) {
        sentences.add("%s has %s=%s, not %s".formatted(name, key, actual, value));
      }
    });
    return sentences;
  }

  private static String actual(Existing existing, String key) {
    return existing.configuration().getOrDefault(key, "");
  }
}
