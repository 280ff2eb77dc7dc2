package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRight;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

/** The rights of token-service are those that its topology and its producers need. */
final class OwnershipRightsTest {

  private final Set<String> sources = new TreeSet<>();
  private final Set<String> sinks = new TreeSet<>();

  OwnershipRightsTest() {
    OwnershipMeters meters = new OwnershipMeters(new SimpleMeterRegistry());
    StreamsBuilder builder = new StreamsBuilder();
    OwnershipTopology.addTo(
        builder,
        Serdes.serdeFrom((topic, value) -> new byte[0], (topic, bytes) -> new Object()),
        new OwnershipProperties(
            25,
            Duration.ofDays(30),
            Duration.ofDays(270),
            2,
            Duration.ofMinutes(1),
            DataSize.ofMegabytes(16),
            null),
        meters,
        new BadRecords(meters, Clock.systemUTC()));
    builder
        .build()
        .describe()
        .subtopologies()
        .forEach(part ->
            part.nodes()
                .forEach(node -> {
                  if (node instanceof TopologyDescription.Source source) {
                    sources.addAll(source.topicSet());
                  } else if (node instanceof TopologyDescription.Sink sink) {
                    sinks.add(sink.topic());
                  }
                }));
    // An internal topic, named without the application while it is not known.
    Set<String> repartition = Set.of(OwnershipTopology.CLAIMS + "-repartition");
    assertThat(sources.removeAll(repartition)).isTrue();
    assertThat(sinks.removeAll(repartition)).isTrue();
  }

  @Test
  void readsWhatItsSourcesName() {
    assertThat(topics(AclOperation.READ)).isEqualTo(sources);
  }

  /** Supervision watches the progress in the topics that the application says it reads. */
  @Test
  void saysWhatItReads() {
    assertThat(OwnershipTopology.SOURCES).containsExactlyInAnyOrderElementsOf(sources);
  }

  /** A topic that is missing is waited for at the start, and is not found out by a request. */
  @Test
  void waitsForEachTopicThatItReadsOrWrites() {
    Set<String> used = topics(AclOperation.READ);
    used.addAll(topics(AclOperation.WRITE));

    assertThat(OwnershipTopology.topics("application").required()).isEqualTo(used);
  }

  @Test
  void writesWhatItsSinksNameAndTestPushes() {
    Set<String> written = new TreeSet<>(sinks);
    written.add(Topics.CHAT_MESSAGES);

    assertThat(topics(AclOperation.WRITE)).isEqualTo(written);
  }

  @Test
  void mayMakeTheInternalTopicsAndTransactionsOfItsApplication() throws Exception {
    String application =
        String.valueOf(
            new YamlPropertySourceLoader()
                .load("settings", new ClassPathResource("application.yaml"))
                .getFirst()
                .getProperty("spring.kafka.streams.application-id"));
    assertThat(application).isEqualTo(GroupNames.OWNERSHIP);

    assertThat(prefixes(ResourceType.TOPIC))
        .singleElement()
        .satisfies(prefix ->
            assertThat(OwnershipTopology.internalTopics(application))
                .allMatch(topic -> topic.startsWith(prefix)));
    // Kafka Streams names them by the application, the process and the thread.
    assertThat(prefixes(ResourceType.TRANSACTIONAL_ID)).containsExactly(application + "-");
  }

  private static Set<String> topics(AclOperation operation) {
    return KafkaRights.of(Role.TOKEN_SERVICE, GroupNames.defaults()).stream()
        .filter(right -> right.resource().resourceType() == ResourceType.TOPIC)
        .filter(right -> right.resource().patternType() == PatternType.LITERAL)
        .filter(right -> right.operations().contains(operation))
        .map(right -> right.resource().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> prefixes(ResourceType type) {
    return KafkaRights.of(Role.TOKEN_SERVICE, GroupNames.defaults()).stream()
        .map(KafkaRight::resource)
        .filter(resource -> resource.resourceType() == type)
        .filter(resource -> resource.patternType() == PatternType.PREFIXED)
        .map(resource -> resource.name())
        .collect(Collectors.toSet());
  }
}
