package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topic.Partitioning;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.PartitionWatch;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How many partitions the topics have, and the step of the start that finds it out: the broker must
 * answer, every topic must be there, and topics partitioned by user must have the same number,
 * because a user's records must meet. From then on it watches that these keep their number, and
 * follows that of the others.
 */
public final class TopicPartitions implements StartupStep, SupervisedParts, AutoCloseable {

  private static final long ANSWER_SECONDS = 10;

  private static final List<String> ALL = Topics.ALL.stream().map(Topic::name).toList();

  private static final List<String> BY_USER =
      Topics.ALL.stream()
          .filter(topic -> topic.partitioning() == Partitioning.USER)
          .map(Topic::name)
          .toList();

  private final KafkaClients clients;
  private final PartitionWatch watch;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, Integer> partitions = Map.of();

  TopicPartitions(KafkaClients clients, KafkaProbe probe) {
    this.clients = clients;
    watch = new PartitionWatch(BY_USER, () -> follow(describe()), () -> probe.cause("", ALL));
  }

  /** How many partitions the topic has now; known once the start has got this far. */
  public int of(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalStateException("the partitions of " + topic + " are not known yet");
    }
    return count;
  }

  /**
   * Calls the listener whenever the number of partitions of a topic has changed since the start.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Why records of a user no longer meet, as a sentence without its full stop; empty if they do.
   */
  public Optional<String> trouble() {
    return watch.change();
  }

  /** All partitions of the topics; known once the start has got this far. */
  public List<TopicPartition> all(Collection<String> topics) {
    return topics.stream()
        .flatMap(topic ->
            IntStream.range(0, of(topic)).mapToObj(number -> new TopicPartition(topic, number)))
        .toList();
  }

  @Override
  public String waitingFor() {
    return "Kafka at " + clients.bootstrapServers() + " and its topics";
  }

  @Override
  public void attempt() throws Exception {
    Map<String, Integer> counts = describe();
    checkCoPartitioned(counts);
    partitions = counts;
    watch.start(counts);
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(watch);
  }

  @Override
  public void close() {
    watch.close();
  }

  private Map<String, Integer> follow(Map<String, Integer> counts) {
    boolean changed = !counts.equals(partitions);
    partitions = counts;
    if (changed) {
      listeners.forEach(Runnable::run);
    }
    return counts;
  }

  private Map<String, Integer> describe() throws Exception {
    try (Admin admin = clients.admin()) {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(ALL).topicNameValues();
      List<String> missing =
          answers.entrySet().stream()
              .filter(answer -> isMissing(answer.getKey(), answer.getValue()))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      if (!missing.isEmpty()) {
        throw new KafkaException("there is no topic " + String.join(", ", missing));
      }
      Map<String, Integer> counts = new HashMap<>();
      for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
        counts.put(
            answer.getKey(),
            answer.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS).partitions().size());
      }
      return Map.copyOf(counts);
    }
  }

  private static boolean isMissing(String topic, KafkaFuture<TopicDescription> answer) {
    try {
      answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return true;
      }
      if (e.getCause() instanceof TopicAuthorizationException) {
        throw new KafkaException("Kafka does not grant this login Describe on the topic " + topic);
      }
      throw new KafkaException("the broker does not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (TimeoutException e) {
      throw new KafkaException("the broker does not answer", e);
    }
  }

  private static void checkCoPartitioned(Map<String, Integer> counts) {
    Map<String, Integer> byUser = new TreeMap<>(counts);
    byUser.keySet().retainAll(BY_USER);
    if (byUser.values().stream().distinct().count() > 1) {
      throw new KafkaException(
          "topics partitioned by user must have the same number of partitions: " + byUser);
    }
  }
}
