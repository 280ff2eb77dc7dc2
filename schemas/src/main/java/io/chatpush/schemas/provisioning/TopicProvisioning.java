package io.chatpush.schemas.provisioning;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.provisioning.TopicRules.Existing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the {@link Topics} of the contract that are missing. Those that exist are never changed:
 * they are compared with the contract. Repeatable, and safe beside another one that does the same.
 */
public final class TopicProvisioning {

  private static final Duration HEARD_OF_WITHIN = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  private TopicProvisioning() {}

  /**
   * What was done.
   *
   * @param created names of the topics created now
   * @param differences where topics that existed are not as new ones would be, in sentences without
   *     a full stop
   */
  public record Result(List<String> created, List<String> differences) {}

  /**
   * As {@link #createMissing(Admin, Collection, TopicSize)}, of every topic of the contract.
   *
   * @throws ProvisioningRefusedException as there
   * @throws IllegalStateException as there
   */
  public static Result createMissing(Admin admin, TopicSize size) throws InterruptedException {
    return createMissing(admin, Topics.ALL, size);
  }

  /**
   * Creates those of these topics that are missing.
   *
   * @throws ProvisioningRefusedException if one that exists breaks a promise of the contract,
   *     before anything is created
   * @throws IllegalStateException if the broker refuses or does not answer, saying why
   */
  public static Result createMissing(Admin admin, Collection<Topic> topics, TopicSize size)
      throws InterruptedException {
    try {
      List<Existing> existing = existing(admin, topics);
      List<String> violations =
          existing.stream().flatMap(topic -> TopicRules.violations(topic, size).stream()).toList();
      if (!violations.isEmpty()) {
        throw new ProvisioningRefusedException(violations);
      }
      Set<Topic> there = existing.stream().map(Existing::topic).collect(Collectors.toSet());
      List<NewTopic> missing =
          topics.stream()
              .filter(topic -> !there.contains(topic))
              .map(topic -> newTopic(topic, size))
              .toList();
      create(admin, missing);
      return new Result(
          missing.stream().map(NewTopic::name).toList(),
          existing.stream()
              .flatMap(topic -> TopicRules.differences(topic, size).stream())
              .toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return createMissing(admin, topics, size); // somebody else is creating them too
      }
      throw new IllegalStateException(
          "Kafka refused to create the topics: " + String.valueOf(e.getCause()), e.getCause());
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

  private static List<Existing> existing(Admin admin, Collection<Topic> topics)
      throws ExecutionException, InterruptedException {
    Set<String> names = admin.listTopics().names().get();
    Map<String, Topic> there =
        topics.stream()
            .filter(topic -> names.contains(topic.name()))
            .collect(Collectors.toMap(Topic::name, Function.identity()));
    Map<String, TopicDescription> descriptions =
        admin.describeTopics(there.keySet()).allTopicNames().get();
    Map<ConfigResource, Config> configurations =
        admin
            .describeConfigs(
                there.keySet().stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList())
            .all()
            .get();
    List<Existing> existing = new ArrayList<>();
    configurations.forEach((resource, configuration) -> {
      Topic topic = there.get(resource.name());
      TopicDescription description = descriptions.get(resource.name());
      if (topic != null && description != null) {
        existing.add(existing(topic, description, configuration));
      }
    });
    return existing;
  }

  private static Existing existing(
      Topic topic, TopicDescription description, Config configuration) {
    return new Existing(
        topic,
        description.partitions().size(),
        description.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0),
        configuration.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
  }

  private static NewTopic newTopic(Topic topic, TopicSize size) {
    return new NewTopic(topic.name(), size.partitions(), (short) size.replicas())
        .configs(TopicRules.configuration(topic, size));
  }
}
