package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An erased device leaves nothing behind, with the times of days scaled down to moments. */
@ExtendWith(KafkaBackendExtension.class)
class ErasureIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** The broker looks for something to compact every second; a real one every 15 s. */
  private static final Duration COMPACTED = Duration.ofSeconds(90);

  @Test
  void leavesNothingOfAnErasedPersonInTheCompactedTopic(
      KafkaBackend backend, @TempDir Path directory) throws Exception {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
    Map<String, String> before = compactSoon(backend);
    try (RunningService service = RunningService.start(backend, directory)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      service.register("erased-person", "erased-device", "erased-person-s-address-0001");
      String path = "/v1/apps/demo/users/erased-person";
      await("the device is there")
          .atMost(SOON)
          .until(() -> service.asOperator("GET", path + "/devices", "").body().contains("0001"));
      assertThat(everything(backend)).contains("erased-person-s-address-0001");

      assertThat(service.asOperator("DELETE", path, "").body()).isEqualTo("{\"devices\":1}");

      // What anybody writes to the partition later ends its segment; see DeviceLimitProcessor.
      await("nothing of the person in " + Topics.USER_DEVICES)
          .pollInterval(Duration.ofSeconds(1))
          .atMost(COMPACTED)
          .untilAsserted(() -> {
            service.register("erased-person", "other-device", "other-address");
            service.remove("erased-person", "other-device");
            assertThat(everything(backend))
                .doesNotContain("erased-person-s-address-0001", "erased-device");
          });
    } finally {
      configure(backend, before);
    }
  }

  /** Of the topic, whatever its readers may see of it. */
  private static String everything(KafkaBackend backend) {
    StringBuilder text = new StringBuilder();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, backend.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(Topics.USER_DEVICES)
          .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          text.append(new String(record.key(), StandardCharsets.UTF_8));
          if (record.value() != null) {
            text.append(new String(record.value(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return text.toString();
  }

  private static Map<String, String> compactSoon(KafkaBackend backend) throws Exception {
    configure(
        backend,
        Map.of(
            TopicConfig.SEGMENT_MS_CONFIG,
            "500",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            "500",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.001",
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            "100"));
    return Map.of(
        TopicConfig.SEGMENT_MS_CONFIG,
        "604800000",
        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
        "86400000",
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
        "0.5",
        TopicConfig.DELETE_RETENTION_MS_CONFIG,
        "604800000");
  }

  private static void configure(KafkaBackend backend, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    Collection<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()),
                    AlterConfigOp.OpType.SET))
            .toList();
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, backend.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.USER_DEVICES), changes))
          .all()
          .get();
    }
  }
}
