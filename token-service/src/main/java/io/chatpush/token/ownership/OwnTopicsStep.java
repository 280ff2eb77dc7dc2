package io.chatpush.token.ownership;

import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
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
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Holds the start back where the topics that the stream made for itself have another number of
 * partitions than the events it reads, which somebody has given more. Kafka Streams would try for
 * ever and decide nothing, and the service would seem well.
 */
final class OwnTopicsStep implements StartupStep {

  /** Short, so that a stop does not wait for a broker that is not there. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private final Map<String, Object> properties;
  private final List<String> own;

  /**
   * @param adminProperties how to reach the broker
   * @param applicationId of the stream
   */
  OwnTopicsStep(Map<String, Object> adminProperties, String applicationId) {
    properties = new HashMap<>(adminProperties);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
    // As Kafka Streams names them.
    own =
        List.of(
            applicationId + "-" + OwnershipProcessor.STORE + "-changelog",
            applicationId + "-" + OwnershipTopology.CLAIMS + "-repartition",
            applicationId + "-" + AddressProcessor.STORE + "-changelog");
  }

  @Override
  public String waitingFor() {
    return "topics of the stream with as many partitions as " + Topics.DEVICE_TOKEN_EVENTS;
  }

  @Override
  public void attempt() throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    Admin admin = Admin.create(properties);
    try {
      List<String> all =
          Stream.concat(Stream.of(Topics.DEVICE_TOKEN_EVENTS), own.stream()).toList();
      for (var topic : admin.describeTopics(all).topicNameValues().entrySet()) {
        partitions(topic.getValue()).ifPresent(count -> counts.put(topic.getKey(), count));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
    complaint(counts)
        .ifPresent(complaint -> {
          throw new IllegalStateException(complaint);
        });
  }

  /** What is wrong with so many partitions, if anything: a topic that is not there yet is right. */
  static Optional<String> complaint(Map<String, Integer> counts) {
    Map<String, Integer> others = new TreeMap<>(counts);
    Integer events = others.remove(Topics.DEVICE_TOKEN_EVENTS);
    if (events == null) {
      return Optional.of("no topic " + Topics.DEVICE_TOKEN_EVENTS);
    }
    others.values().removeIf(events::equals);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has %d partitions, other than %s; docs/operate.md, More partitions, says what to do"
                .formatted(Topics.DEVICE_TOKEN_EVENTS, events, others));
  }

  /** How many the topic has; none if there is no such topic. */
  private static OptionalInt partitions(KafkaFuture<TopicDescription> description)
      throws Exception {
    try {
      return OptionalInt.of(
          description.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS).partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }
}
