package io.chatpush.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups outlive a {@code kill -9} of the broker that coordinates them. The profile {@code
 * endurance} kills it more often, with more to load.
 */
@Tag("faults")
final class BrokerCrashIT {

  private static final boolean ENDURANCE = Boolean.getBoolean("chatpush.endurance");
  private static final int KILLS = ENDURANCE ? 12 : 2;

  /** Of each partition of {@code __consumer_offsets}, before the first kill. */
  private static final int RECORDS = ENDURANCE ? 80_000 : 2_000;

  /** Makes a record of {@code __consumer_offsets} larger, so that fewer take as long to load. */
  private static final String METADATA = "m".repeat(400);

  private static final int OFFSETS_PARTITIONS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOPIC = "events";
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, 8).mapToObj(i -> new TopicPartition(TOPIC, i)).toList();

  @TempDir private Path directory = Path.of("");

  @Test
  void loadsEachPartitionOfItsGroupsOnceAndForgetsNoOffset() throws Exception {
    try (KilledBroker broker = new KilledBroker(directory.resolve("kafka"))) {
      broker.start();
      createTopic(broker);
      fill(broker);
      try (LiveGroup classic = join(broker, "classic");
          LiveGroup consumer = join(broker, "consumer")) {
        for (int kill = 1; kill <= KILLS; kill++) {
          List<LiveGroup> groups = List.of(classic, consumer);
          groups.forEach(group -> group.awaitCommits(LIMIT));
          broker.kill();
          broker.start();

          groups.forEach(group -> group.awaitCommits(LIMIT));
          assertThat(broker.loads())
              .as("loads after kill %d", kill)
              .hasSize(OFFSETS_PARTITIONS)
              .allSatisfy((partition, loads) -> assertThat(loads).as(partition).isEqualTo(1));
          assertThat(broker.errors()).as("errors of the broker after kill %d", kill).isEmpty();
          for (LiveGroup group : groups) {
            assertThat(group.setBack()).as("offsets of %s that went back", group).isEmpty();
            assertThat(group.failures()).as("what the consumer of %s met", group).isEmpty();
          }
        }
      }
    }
  }

  private static LiveGroup join(KilledBroker broker, String protocol) {
    return LiveGroup.join(broker.bootstrapServers(), protocol, TOPIC, PARTITIONS.size());
  }

  private static void createTopic(KilledBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var _ =
          admin
              .createTopics(List.of(new NewTopic(TOPIC, PARTITIONS.size(), (short) 1)))
              .all()
              .get();
    }
  }

  /** Commits of other groups, one for each partition of {@code __consumer_offsets}. */
  private static void fill(KilledBroker broker) {
    Map<Integer, String> groups = new HashMap<>();
    for (int i = 0; groups.size() < OFFSETS_PARTITIONS; i++) {
      String group = "filler-" + i;
      groups.putIfAbsent(Utils.abs(group.hashCode()) % OFFSETS_PARTITIONS, group);
    }
    groups.values().parallelStream().forEach(group -> fill(broker, group));
  }

  private static void fill(KilledBroker broker, String group) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(PARTITIONS);
      for (int commit = 1; commit <= RECORDS / PARTITIONS.size(); commit++) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : PARTITIONS) {
          offsets.put(partition, new OffsetAndMetadata(commit, METADATA));
        }
        consumer.commitSync(offsets);
      }
    }
  }
}
