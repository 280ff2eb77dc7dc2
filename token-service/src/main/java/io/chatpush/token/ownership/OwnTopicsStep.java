package io.chatpush.token.ownership;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topic.Partitioning;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.PartitionWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Holds the start back where the numbers of partitions do not match, because an operator has added
 * partitions: of the topics that the stream made for itself and the events it reads, and of the
 * topics partitioned by user. With the former Kafka Streams would try permanently and decide
 * nothing, and the service would seem well. With the latter a user's devices would be written to
 * other partitions than those where they are and where dispatch-service looks for them.
 */
final class OwnTopicsStep implements StartupStep {

  /** Short, so that a stop does not wait for a broker that is not there. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  /** The topics of the contract that the stream reads. */
  private static final List<String> READ = List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES);

  private static final List<String> BY_USER =
      Topics.ALL.stream()
          .filter(topic -> topic.partitioning() == Partitioning.USER)
          .map(Topic::name)
          .toList();

  private final Map<String, Object> properties;
  private final List<String> own;
  private final PartitionWatch watch;

  /**
   * @param adminProperties how to reach the broker
   * @param applicationId of the stream
   * @param probe asked why the broker does not answer while the service runs
   */
  OwnTopicsStep(Map<String, Object> adminProperties, String applicationId, KafkaProbe probe) {
    properties = new HashMap<>(adminProperties);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
    // As Kafka Streams names them.
    own =
        List.of(
            applicationId + "-" + OwnershipProcessor.STORE + "-changelog",
            applicationId + "-" + OwnershipTopology.CLAIMS + "-repartition",
            applicationId + "-" + AddressProcessor.STORE + "-changelog");
    watch = new PartitionWatch(READ, this::counts, () -> probe.cause("", READ));
  }

  /** The topics that Kafka Streams makes for the stream, whether or not they exist. */
  List<String> internalTopics() {
    return own;
  }

  /** Watches the topics that the stream reads, once the start has got past this step. */
  PartitionWatch watch() {
    return watch;
  }

  @Override
  public String waitingFor() {
    return "topics whose numbers of partitions match";
  }

  @Override
  public void attempt() throws Exception {
    Map<String, Integer> counts = counts();
    complaint(counts)
        .ifPresent(complaint -> {
          throw new IllegalStateException(complaint);
        });
    watch.start(counts);
  }

  private Map<String, Integer> counts() throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    Admin admin = Admin.create(properties);
    try {
      List<String> all =
          Stream.of(List.of(Topics.DEVICE_TOKEN_EVENTS), own, BY_USER)
              .flatMap(List::stream)
              .toList();
      for (var topic : admin.describeTopics(all).topicNameValues().entrySet()) {
        partitions(topic.getKey(), topic.getValue())
            .ifPresent(count -> counts.put(topic.getKey(), count));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
    return counts;
  }

  /** What is wrong with so many partitions, if anything: a topic that is not there yet is right. */
  static Optional<String> complaint(Map<String, Integer> counts) {
    Map<String, Integer> ofStream = new TreeMap<>(counts);
    ofStream.keySet().removeAll(BY_USER);
    Map<String, Integer> byUser = new TreeMap<>(counts);
    byUser.keySet().retainAll(BY_USER);
    return complaint(Topics.DEVICE_TOKEN_EVENTS, ofStream)
        .or(() -> byUser.isEmpty() ? Optional.empty() : complaint(Topics.USER_DEVICES, byUser));
  }

  private static Optional<String> complaint(String topic, Map<String, Integer> counts) {
    Map<String, Integer> others = new TreeMap<>(counts);
    Integer wanted = others.remove(topic);
    if (wanted == null) {
      return Optional.of("no topic " + topic);
    }
    others.values().removeIf(wanted::equals);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has %d partitions, other than %s; docs/operate.md, More partitions, says what to do"
                .formatted(topic, wanted, others));
  }

  /**
   * How many the topic has; none if there is no such topic, or if it is one of dispatch-service
   * about which this service may not ask.
   */
  private static OptionalInt partitions(String topic, KafkaFuture<TopicDescription> description)
      throws Exception {
    try {
      return OptionalInt.of(
          description.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS).partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || (e.getCause() instanceof TopicAuthorizationException
              && BY_USER.contains(topic)
              && !READ.contains(topic))) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }
}
