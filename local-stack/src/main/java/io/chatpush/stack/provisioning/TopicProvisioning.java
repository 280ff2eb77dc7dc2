package io.chatpush.stack.provisioning;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the {@link Topics} of the contract on a broker that replicates nothing. */
public final class TopicProvisioning {

  private static final Duration HEARD_OF_WITHIN = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  private static final String COMPACTED_WITHIN = Long.toString(Duration.ofDays(1).toMillis());

  private TopicProvisioning() {}

  /**
   * Creates every topic that is missing; those that exist stay as they are.
   *
   * @param partitions of each topic
   * @return the names of those created now
   * @throws IllegalStateException when the broker refuses, saying why
   */
  public static List<String> createMissing(Admin admin, int partitions)
      throws InterruptedException {
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          Topics.ALL.stream()
              .filter(topic -> !existing.contains(topic.name()))
              .map(topic -> newTopic(topic, partitions))
              .toList();
      create(admin, missing);
      return missing.stream().map(NewTopic::name).toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return createMissing(admin, partitions); // somebody else is creating them too
      }
      throw new IllegalStateException("Kafka refused to create the topics", e.getCause());
    }
  }

  /**
   * Creates these topics and returns once their leaders serve them. A producer that is quicker than
   * that can have its first batch refused and its second one taken; the first is then out of order
   * for as long as the producer tries.
   */
  public static void create(Admin admin, Collection<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    admin.createTopics(topics).all().get();
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    awaitLeaders(admin, partitions);
  }

  /**
   * The broker that is asked may not have heard of the topics yet, and that is an answer to Kafka's
   * client, not a reason to ask again.
   */
  private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + HEARD_OF_WITHIN.toNanos();
    while (true) {
      try {
        admin.listOffsets(partitions).all().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(ASK_AGAIN);
      }
    }
  }

  private static NewTopic newTopic(Topic topic, int partitions) {
    Map<String, String> configuration = new HashMap<>();
    String retention = Long.toString(topic.retention().toMillis());
    if (topic.compacted()) {
      configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      configuration.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
      // Without it what a tombstone ends stays for as long as nothing else fills its segment.
      configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, COMPACTED_WITHIN);
    } else {
      configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
      configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
    }
    if (topic.brokerTime()) {
      configuration.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    return new NewTopic(topic.name(), partitions, (short) 1).configs(configuration);
  }
}
