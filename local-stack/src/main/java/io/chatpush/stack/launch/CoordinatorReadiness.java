package io.chatpush.stack.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Whether a broker's group coordinator and transaction coordinator answer, for every partition of
 * their topics: each partition is loaded on its own before its groups or transactions are known.
 *
 * <p>The broker creates {@code __consumer_offsets} and {@code __transaction_state} when a client
 * first looks for a coordinator; on a first start that client is this one.
 */
final class CoordinatorReadiness implements Readiness {

  /** For each call. A coordinator that loads for longer is asked again by whoever asks this. */
  private static final int TIMEOUT_MILLIS = 2_000;

  private static final String PROBE = "chatpush-probe-";

  private final Supplier<Map<String, Object>> client;

  /**
   * @param client how to reach the broker, with a login that may describe everything
   */
  CoordinatorReadiness(Supplier<Map<String, Object>> client) {
    this.client = client;
  }

  @Override
  public Answer ask() throws InterruptedException {
    Map<String, Object> settings = new HashMap<>(client.get());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> topics = internalTopics(admin);
      List<Integer> groups =
          silent(groups(admin, ids(topics.get(Topic.GROUP_METADATA_TOPIC_NAME))));
      if (!groups.isEmpty()) {
        return notReady("group", groups, Topic.GROUP_METADATA_TOPIC_NAME);
      }
      List<Integer> transactions =
          silent(transactions(admin, ids(topics.get(Topic.TRANSACTION_STATE_TOPIC_NAME))));
      return transactions.isEmpty()
          ? new Answer.Ready()
          : notReady("transaction", transactions, Topic.TRANSACTION_STATE_TOPIC_NAME);
    } catch (ExecutionException | KafkaException e) {
      return new Answer.NotReady("Kafka does not list its topics");
    }
  }

  private static Map<String, TopicDescription> internalTopics(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<String> internal =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
            .filter(Topic::isInternal)
            .collect(Collectors.toSet());
    return admin.describeTopics(internal).allTopicNames().get();
  }

  /** For every partition of a topic an id that is kept there; one id while there is no topic. */
  private static Map<Integer, String> ids(@Nullable TopicDescription topic) {
    int partitions = topic == null ? 1 : topic.partitions().size();
    Map<Integer, String> ids = new LinkedHashMap<>();
    for (int i = 0; ids.size() < partitions; i++) {
      String id = PROBE + i;
      ids.putIfAbsent(Utils.abs(id.hashCode()) % partitions, id);
    }
    return ids;
  }

  private static Map<Integer, KafkaFuture<?>> groups(Admin admin, Map<Integer, String> ids) {
    Map<String, ListConsumerGroupOffsetsSpec> all = new LinkedHashMap<>();
    ids.values().forEach(id -> all.put(id, new ListConsumerGroupOffsetsSpec()));
    ListConsumerGroupOffsetsResult result = admin.listConsumerGroupOffsets(all);
    Map<Integer, KafkaFuture<?>> answers = new LinkedHashMap<>();
    ids.forEach(
        (partition, id) -> answers.put(partition, result.partitionsToOffsetAndMetadata(id)));
    return answers;
  }

  private static Map<Integer, KafkaFuture<?>> transactions(Admin admin, Map<Integer, String> ids) {
    DescribeTransactionsResult result = admin.describeTransactions(ids.values());
    Map<Integer, KafkaFuture<?>> answers = new LinkedHashMap<>();
    ids.forEach((partition, id) -> answers.put(partition, result.description(id)));
    return answers;
  }

  /** The partitions whose coordinator did not answer. That it does not know the id is an answer. */
  private static List<Integer> silent(Map<Integer, KafkaFuture<?>> answers)
      throws InterruptedException {
    List<Integer> silent = new ArrayList<>();
    for (Map.Entry<Integer, KafkaFuture<?>> answer : answers.entrySet()) {
      try {
        answer.getValue().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof GroupIdNotFoundException)
            && !(e.getCause() instanceof TransactionalIdNotFoundException)) {
          silent.add(answer.getKey());
        }
      }
    }
    return silent;
  }

  private static Answer notReady(String coordinator, List<Integer> partitions, String topic) {
    return new Answer.NotReady(
        "the "
            + coordinator
            + " coordinator loads partition "
            + partitions.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "))
            + " of "
            + topic);
  }
}
