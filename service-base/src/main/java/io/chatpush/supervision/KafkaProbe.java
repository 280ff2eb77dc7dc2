package io.chatpush.supervision;

import io.chatpush.service.KafkaFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, with a client of its own, whether Kafka is the reason why a part of the service does
 * not work: it does not answer, the coordinator of a group does not answer, a partition has no
 * leader, a topic or a permission is missing, or a transaction is open. Thread-safe; answers are
 * kept for some seconds, because several parts ask at the same time.
 */
public final class KafkaProbe {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final String MISSING = "a topic is missing";

  private final Map<String, Object> settings;
  private final String servers;
  private final Map<String, Answer> answers = new HashMap<>();

  private record Answer(Optional<String> cause, long at) {}

  /**
   * @param adminSettings how to reach the broker
   */
  public KafkaProbe(Map<String, Object> adminSettings) {
    settings = new HashMap<>(adminSettings);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    settings.remove(AdminClientConfig.CLIENT_ID_CONFIG);
    servers = KafkaFacts.servers(settings);
  }

  /**
   * Why no client of the group can work now, as a sentence without secrets; empty if Kafka answers
   * all questions. Blocks for up to some seconds.
   *
   * @param group whose coordinator is asked; empty for a part that is in no group
   * @param topics that the part needs
   */
  public synchronized Optional<String> cause(String group, Collection<String> topics) {
    String key = group + new TreeSet<>(topics);
    Answer known = answers.get(key);
    if (known != null && System.nanoTime() - known.at() < KEPT.toNanos()) {
      return known.cause();
    }
    Optional<String> cause = ask(group, topics);
    answers.put(key, new Answer(cause, System.nanoTime()));
    return cause;
  }

  private Optional<String> ask(String group, Collection<String> topics) {
    try {
      Admin admin = Admin.create(settings);
      try {
        return ask(admin, group, topics);
      } finally {
        admin.close(Duration.ZERO);
      }
    } catch (KafkaException e) {
      return Optional.of("no client of Kafka can be created: " + e.getMessage());
    }
  }

  private Optional<String> ask(Admin admin, String group, Collection<String> topics) {
    Optional<String> cause =
        failure(admin.describeCluster().nodes(), "Kafka at " + servers + " does not answer");
    if (cause.isPresent()) {
      return cause;
    }
    if (!topics.isEmpty()) {
      cause = leaderless(admin, topics);
      if (cause.isPresent()) {
        return cause;
      }
    }
    if (group.isEmpty()) {
      return Optional.empty();
    }
    String silent = "the coordinator of the group " + group + " does not answer";
    cause = failure(admin.describeConsumerGroups(List.of(group)).all(), silent);
    return cause.isPresent() ? cause : openTransaction(admin, group, topics, silent);
  }

  /**
   * Records behind an open transaction cannot be read by whoever reads committed records only, and
   * wait all the same. A transaction that hangs is ended by an operator, or by the broker.
   */
  private static Optional<String> openTransaction(
      Admin admin, String group, Collection<String> topics, String silent) {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> asked =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    Optional<String> cause = failure(asked, silent);
    if (cause.isPresent()) {
      return cause;
    }
    Map<TopicPartition, Long> committed = new HashMap<>();
    value(asked)
        .forEach((partition, offset) -> {
          if (offset != null && topics.contains(partition.topic())) {
            committed.put(partition, offset.offset());
          }
        });
    Map<TopicPartition, Long> stable =
        ends(admin, committed.keySet(), IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> ends =
        ends(admin, committed.keySet(), IsolationLevel.READ_UNCOMMITTED);
    List<String> open =
        committed.entrySet().stream()
            .filter(entry -> {
              long lastStable = stable.getOrDefault(entry.getKey(), Long.MAX_VALUE);
              return lastStable < ends.getOrDefault(entry.getKey(), 0L)
                  && entry.getValue() >= lastStable;
            })
            .map(entry -> entry.getKey().toString())
            .sorted()
            .toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a transaction is open in %s, and the records behind it cannot be read until it ends"
                .formatted(open));
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, Collection<TopicPartition> partitions, IsolationLevel isolation) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    ListOffsetsResult asked =
        admin.listOffsets(
            partitions.stream()
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())),
            new ListOffsetsOptions(isolation));
    for (TopicPartition partition : partitions) {
      KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo> end = asked.partitionResult(partition);
      if (failure(end, "").isEmpty()) {
        ends.put(partition, value(end).offset());
      }
    }
    return ends;
  }

  /** Of a future that is complete. */
  private static <T> T value(KafkaFuture<T> answered) {
    return answered.toCompletionStage().toCompletableFuture().join();
  }

  private static Optional<String> leaderless(Admin admin, Collection<String> topics) {
    Map<String, TreeSet<Integer>> without = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      Optional<String> cause =
          failure(asked.getValue(), "Kafka does not describe the topic " + asked.getKey());
      if (cause.isPresent()) {
        return cause.map(
            text -> text.equals(MISSING) ? "the topic " + asked.getKey() + " is missing" : text);
      }
      value(asked.getValue()).partitions().stream()
          .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
          .forEach(partition ->
              without
                  .computeIfAbsent(asked.getKey(), _ -> new TreeSet<>())
                  .add(partition.partition()));
    }
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of("these partitions have no leader: " + without);
  }

  private static Optional<String> failure(KafkaFuture<?> asked, String otherwise) {
    try {
      var _ = asked.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwable failure = Objects.requireNonNullElse(e.getCause(), e);
      if (failure instanceof GroupIdNotFoundException) {
        // A group without members and offsets; its coordinator has answered.
        return Optional.empty();
      }
      return Optional.of(
          outsideCause(failure)
              .orElse(otherwise + " (" + failure.getClass().getSimpleName() + ")"));
    } catch (TimeoutException e) {
      return Optional.of(otherwise + " within " + TIMEOUT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(otherwise);
    }
  }

  /**
   * The cause of a failure that neither a new client nor a restart of the service removes: a
   * missing permission, a refused login, a missing topic, a broker that lacks a feature. Empty for
   * every other failure.
   */
  public static Optional<String> outsideCause(@Nullable Throwable failure) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
      switch (t) {
        case TopicAuthorizationException e -> {
          return Optional.of("Kafka refuses access to the topics " + e.unauthorizedTopics());
        }
        case GroupAuthorizationException e -> {
          return Optional.of("Kafka refuses access to the group " + e.groupId());
        }
        case AuthorizationException e -> {
          return Optional.of("Kafka refuses a permission: " + e.getMessage());
        }
        case AuthenticationException _ -> {
          return Optional.of("Kafka refuses the login");
        }
        case UnknownTopicOrPartitionException _ -> {
          return Optional.of(MISSING);
        }
        case UnsupportedVersionException e -> {
          return Optional.of("the broker lacks a feature: " + e.getMessage());
        }
        default -> {}
      }
    }
    return Optional.empty();
  }
}
