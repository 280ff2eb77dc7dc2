package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topic.Partitioning;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How many partitions the topics have, and the step of the start that finds it out: the broker must
 * answer, every topic must be there, and topics partitioned by user must have the same number,
 * because a user's records must meet.
 */
public final class TopicPartitions implements StartupStep {

  private static final long ANSWER_SECONDS = 10;

  private final KafkaClients clients;
  private volatile Map<String, Integer> partitions = Map.of();

  TopicPartitions(KafkaClients clients) {
    this.clients = clients;
  }

  /** How many partitions the topic has; known once the start has got this far. */
  public int of(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalStateException("the partitions of " + topic + " are not known yet");
    }
    return count;
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
    try (Admin admin = clients.admin()) {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(Topics.ALL.stream().map(Topic::name).toList()).topicNameValues();
      List<String> missing =
          answers.entrySet().stream()
              .filter(answer -> isMissing(answer.getValue()))
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
      checkCoPartitioned(counts);
      partitions = Map.copyOf(counts);
    }
  }

  private static boolean isMissing(KafkaFuture<TopicDescription> answer) {
    try {
      answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return true;
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
    Map<String, Integer> byUser =
        Topics.ALL.stream()
            .filter(topic -> topic.partitioning() == Partitioning.USER)
            .collect(Collectors.toMap(Topic::name, topic -> counts.getOrDefault(topic.name(), 0)));
    if (byUser.values().stream().distinct().count() > 1) {
      throw new KafkaException(
          "topics partitioned by user must have the same number of partitions: " + byUser);
    }
  }
}
