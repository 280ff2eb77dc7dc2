package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the service says when an operator adds partitions to a topic that must not get more. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class AddedPartitionsIT {

  private static final Duration SOON = Duration.ofMinutes(3);

  private final KafkaBackend backend;
  private final Admin admin;

  @TempDir private Path directory;

  AddedPartitionsIT(KafkaBackend backend) {
    this.backend = backend;
    admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()));
  }

  @BeforeEach
  void provision() {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
  }

  /** Partitions cannot be removed, and other tests need topics of the same number. */
  @AfterEach
  void createTheTopicAnew() throws Exception {
    admin.deleteTopics(List.of(Topics.PUSH_COMMANDS)).all().get();
    await("the topic is gone")
        .atMost(SOON)
        .until(() -> !admin.listTopics().names().get().contains(Topics.PUSH_COMMANDS));
    TestTopics.createAll(backend, 4);
    admin.close();
  }

  @Test
  void blocksFanOutAndNamesTheTopicWithBothNumbers() throws Exception {
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults())) {
      try (RunningService service =
          RunningService.start(
              backend,
              simulator,
              directory,
              // By default clients notice after five minutes.
              "--spring.kafka.properties.metadata.max.age.ms=10000",
              "--chatpush.supervision.grace=5s")) {
        await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
        admin
            .createPartitions(Map.of(Topics.PUSH_COMMANDS, NewPartitions.increaseTo(6)))
            .all()
            .get();
        String change = "push.commands has 6 partitions and had 4 when the service started";
        await("liveness names the topic, and the part that it stops")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(service.health("liveness").body())
                    .contains(
                        "topic-partitions is blocked: " + change,
                        "fan-out is blocked: " + change,
                        "it is in the state REBALANCING"));
        HttpResponse<String> liveness = service.health("liveness");
        assertThat(liveness.statusCode()).as("a restart cannot help").isEqualTo(200);
      }
      try (RunningService again = RunningService.start(backend, simulator, directory)) {
        await("the start says what it waits for")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(again.readiness().body())
                    .contains(
                        "topics partitioned by user must have the same number of partitions",
                        "push.commands=6",
                        "push.user-devices=4"));
        assertThat(again.readiness().statusCode()).isEqualTo(503);
      }
    }
  }
}
