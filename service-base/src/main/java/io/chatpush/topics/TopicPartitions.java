package io.chatpush.topics;

import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.PartitionWatch;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How many partitions the topics of a service have, and the step of the start that finds it out:
 * the broker must answer, the topics that the service needs must exist, and those whose records
 * must meet must have the same number of partitions. With other numbers no client would fail, but a
 * record would be looked for in another partition than its own. From then on it watches that the
 * numbers stay, and follows those of topics that may change. Thread-safe.
 */
public final class TopicPartitions implements StartupStep, SupervisedParts, AutoCloseable {

  /** Short, so that a stop does not wait for a broker that is away. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final TopicNeeds needs;
  private final PartitionWatch watch;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, Integer> partitions = Map.of();

  /**
   * @param adminSettings how to reach the broker
   * @param probe asked why the broker does not answer while the service runs
   */
  public TopicPartitions(Map<String, Object> adminSettings, TopicNeeds needs, KafkaProbe probe) {
    settings = new HashMap<>(adminSettings);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    this.needs = needs;
    watch =
        new PartitionWatch(
            needs.watched(), () -> follow(describe()), () -> probe.cause("", needs.required()));
  }

  /** Returns the topics that must exist. */
  public Set<String> required() {
    return needs.required();
  }

  /** Returns how many partitions the topic has now; known once the start has got this far. */
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

  /** Returns why records no longer meet, as a sentence without its full stop; empty if they do. */
  public Optional<String> trouble() {
    return watch.change();
  }

  /** Returns all partitions of the topics; known once the start has got this far. */
  public List<TopicPartition> all(Collection<String> topics) {
    return topics.stream()
        .flatMap(topic ->
            IntStream.range(0, of(topic)).mapToObj(number -> new TopicPartition(topic, number)))
        .toList();
  }

  @Override
  public String waitingFor() {
    return "Kafka at " + KafkaFacts.servers(settings) + " and its topics";
  }

  @Override
  public void attempt() throws InterruptedException {
    Map<String, Integer> counts = describe();
    needs
        .mismatch(counts)
        .ifPresent(mismatch -> {
          throw new KafkaException(mismatch);
        });
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

  /** Returns the number of partitions of each topic that exists and may be described. */
  private Map<String, Integer> describe() throws InterruptedException {
    Map<String, Integer> counts = new TreeMap<>();
    Admin admin = Admin.create(settings);
    try {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
          admin.describeTopics(needs.all()).topicNameValues().entrySet()) {
        count(asked.getKey(), asked.getValue())
            .ifPresent(count -> counts.put(asked.getKey(), count));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
    Set<String> missing = new TreeSet<>(needs.required());
    missing.removeAll(counts.keySet());
    if (!missing.isEmpty()) {
      throw new KafkaException("there is no topic " + String.join(", ", missing));
    }
    return Map.copyOf(counts);
  }

  private Optional<Integer> count(String topic, KafkaFuture<TopicDescription> description)
      throws InterruptedException {
    try {
      return Optional.of(
          description.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      if (e.getCause() instanceof TopicAuthorizationException) {
        if (needs.required().contains(topic)) {
          throw new KafkaException(
              "Kafka does not grant this login Describe on the topic " + topic);
        }
        return Optional.empty();
      }
      throw new KafkaException("the broker does not answer", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the broker does not answer", e);
    }
  }
}
