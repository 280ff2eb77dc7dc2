package io.chatpush.dispatch.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.join.JoinStage;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRight;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** The rights of fan-out are those that its topology needs. */
final class FanOutRightsTest {

  private final TopologyDescription conversations =
      Drivers.topology(
              RegistryFreeCodec.create(),
              new SimpleMeterRegistry(),
              Stores.inMemoryKeyValueStore(JoinStage.DEVICES_STORE))
          .describe();

  private final TopologyDescription bulk =
      Drivers.bulkTopology(RegistryFreeCodec.create(), new SimpleMeterRegistry()).describe();

  @Test
  void readsWhatItsSourcesName() {
    Set<String> sources = sources(conversations);
    sources.addAll(sources(bulk));

    assertThat(topics(AclOperation.READ)).isEqualTo(sources);
  }

  /** Supervision watches the progress in the topics that an application says it reads. */
  @Test
  void saysWhatItReads() {
    assertThat(LaneTopologies.SOURCES).containsExactlyInAnyOrderElementsOf(sources(conversations));
    assertThat(LaneTopologies.BULK_SOURCES).containsExactlyInAnyOrderElementsOf(sources(bulk));
  }

  @Test
  void writesWhatItsSinksName() {
    Set<String> sinks = new TreeSet<>();
    Stream.of(conversations, bulk)
        .flatMap(FanOutRightsTest::nodes)
        .forEach(node -> {
          if (node instanceof TopologyDescription.Sink sink) {
            sinks.add(sink.topic());
          }
        });

    assertThat(topics(AclOperation.WRITE)).isEqualTo(sinks);
  }

  /** Its devices are restored from the topic that they are read from. */
  @Test
  void makesNoTopicOfItsOwn() {
    assertThat(topics(AclOperation.CREATE)).isEmpty();
    assertThat(KafkaRights.of(Role.FAN_OUT, GroupNames.defaults()))
        .extracting(right -> right.resource().resourceType())
        .doesNotContain(ResourceType.TRANSACTIONAL_ID);
  }

  private static Set<String> sources(TopologyDescription topology) {
    Set<String> sources = new TreeSet<>();
    nodes(topology)
        .forEach(node -> {
          if (node instanceof TopologyDescription.Source source) {
            sources.addAll(source.topicSet());
          }
        });
    return sources;
  }

  private static Stream<TopologyDescription.Node> nodes(TopologyDescription topology) {
    return topology.subtopologies().stream().flatMap(part -> part.nodes().stream());
  }

  private static Set<String> topics(AclOperation operation) {
    return KafkaRights.of(Role.FAN_OUT, GroupNames.defaults()).stream()
        .filter(right -> right.resource().resourceType() == ResourceType.TOPIC)
        .filter(right -> right.operations().contains(operation))
        .map(KafkaRight::resource)
        .map(resource -> resource.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
