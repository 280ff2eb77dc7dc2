package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.Condition;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two applications of one service, on a real broker. */
@ExtendWith(KafkaBackendExtension.class)
class StreamsHostIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String STORE = "entries";

  /** Knows nothing, as long as the broker has not been asked. */
  private static final GroupProgress UNKNOWN =
      new GroupProgress() {
        @Override
        public Optional<String> stalled(String group, Collection<TopicPartition> partitions) {
          return Optional.empty();
        }

        @Override
        public Optional<String> withoutOwner(String group, Collection<TopicPartition> partitions) {
          return Optional.empty();
        }

        @Override
        public boolean lacks(String group, String memberId, long joinedNanos) {
          return false;
        }
      };

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StreamsMeters meters = new StreamsMeters(registry);
  private final KafkaBackend backend;
  private final String topic;
  private final String run = UUID.randomUUID().toString();
  private final StreamsHost direct;
  private final StreamsHost bulk;

  @TempDir private static Path state;

  StreamsHostIT(KafkaBackend backend) {
    this.backend = backend;
    topic = TestTopics.create(backend, "entries", 2);
    direct = host("direct");
    bulk = host("bulk");
  }

  @AfterEach
  void stop() {
    direct.stop();
    bulk.stop();
    registry.close();
  }

  @Test
  void twoApplicationsShareNeitherPartsNorMetersNorState() {
    write("a");
    open();
    assertThat(List.of(direct, bulk))
        .flatExtracting(StreamsHost::parts)
        .extracting(Supervised::name)
        .containsExactly("direct", "bulk");
    assertThat(List.of(direct, bulk))
        .flatExtracting(StreamsHost::parts)
        .extracting(Supervised::condition)
        .containsOnly(Condition.WORKING);
    await("both have read the record")
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> has(direct, "a") && has(bulk, "a"));
    assertThat(clients())
        .as("clients that have meters")
        .anyMatch(client -> client.startsWith("direct-" + run))
        .anyMatch(client -> client.startsWith("bulk-" + run));
    assertThat(registry.get("push.state.restore.left").gauges()).hasSize(1);

    direct.close();
    assertThat(clients())
        .as("the meters of the other application stay")
        .noneMatch(client -> client.startsWith("direct-"))
        .anyMatch(client -> client.startsWith("bulk-" + run));
    write("b");
    await("the other application goes on")
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> has(bulk, "b"));
  }

  @Test
  void replacesAClientAndKeepsItsState() throws Exception {
    write("a");
    open();
    await("the record").atMost(SOON).ignoreExceptions().until(() -> has(direct, "a"));
    KafkaStreams before = direct.current();

    direct.parts().getFirst().heal();
    assertThat(direct.current()).isNotNull().isNotSameAs(before);
    await("a client with the state of the one before")
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> running(direct) && has(direct, "a"));
    assertThat(direct.hasRestored()).isTrue();
  }

  @Test
  void opensNothingAfterTheStop() {
    direct.stop();
    direct.open();
    assertThat(direct.current()).isNull();
    assertThat(direct.parts().getFirst().condition()).isEqualTo(Condition.NOT_RUNNING);
  }

  private void open() {
    StreamsStep step = StreamsStep.restored(direct, "the state");
    await("the state of the first application")
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> step.attempt());
    StreamsStep.opened(bulk, "the second one").attempt();
    await("the second application").atMost(SOON).ignoreExceptions().until(() -> running(bulk));
  }

  private StreamsHost host(String name) {
    StoreMemory memory = new StoreMemory(16_000_000, 4, 1_000_000);
    return new StreamsHost(
        new StreamsApplication(
            name,
            name + "-" + run,
            List.of(topic),
            1,
            Tags.empty(),
            () -> {
              Map<String, Object> settings = new HashMap<>();
              settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, backend.bootstrapServers());
              settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
              settings.put("auto.offset.reset", "earliest");
              memory.addTo(settings);
              StreamsBuilder builder = new StreamsBuilder();
              var _ =
                  builder.table(
                      topic,
                      Consumed.with(Serdes.String(), Serdes.ByteArray()),
                      Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as(STORE));
              return new StreamsApplication.Parts(
                  builder.build(),
                  settings,
                  new StreamClients(Set.of(), new ByteArrayDeserializer(), () -> {}));
            },
            Optional::empty),
        meters,
        UNKNOWN,
        new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers())));
  }

  private static boolean running(StreamsHost host) {
    KafkaStreams client = host.current();
    return client != null && client.state() == KafkaStreams.State.RUNNING;
  }

  private static boolean has(StreamsHost host, String key) {
    KafkaStreams client = host.current();
    return client != null
        && client
                .store(
                    StoreQueryParameters.fromNameAndType(
                        STORE, QueryableStoreTypes.<String, byte[]>keyValueStore()))
                .get(key)
            != null;
  }

  private List<String> clients() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getName().startsWith("kafka.stream."))
        .map(id -> String.valueOf(id.getTag("client.id")))
        .distinct()
        .toList();
  }

  private void write(String key) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), new byte[1]));
    }
  }
}
