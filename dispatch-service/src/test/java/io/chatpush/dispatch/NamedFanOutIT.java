package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pod of fan-out alone, as Kubernetes starts it. */
@ExtendWith(KafkaBackendExtension.class)
final class NamedFanOutIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path directory;

  @Test
  void hasTheMetersOfItsStreamAndKeepsItsPlaceInTheGroupWhileItIsAway(KafkaBackend backend)
      throws Exception {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
    String name = "fan-out-" + UUID.randomUUID();
    List<String> before;
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(
                backend,
                simulator,
                directory,
                "--chatpush.delivery.enabled=false",
                "--spring.kafka.streams.properties.group.instance.id=" + name)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.meter("push_state_restore_left")).isZero();
      await("two threads of fan-out and one of the bulk lane, each a member with a name")
          .atMost(SOON)
          .until(() -> members(backend, name).size() == 3);
      await("the meter of the state to say RUNNING")
          .atMost(SOON)
          .until(() -> service.meter("kafka_stream_client_state") == 2);
      before = members(backend, name);
    }

    assertThat(members(backend, name)).containsExactlyElementsOf(before);
  }

  /** The names of members that begin so, in whatever group. */
  private static List<String> members(KafkaBackend backend, String name)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
      List<String> groups =
          admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
              .map(GroupListing::groupId)
              .toList();
      return admin.describeConsumerGroups(groups).all().get().values().stream()
          .flatMap(group -> group.members().stream())
          .map(MemberDescription::groupInstanceId)
          .flatMap(Optional::stream)
          .filter(member -> member.startsWith(name))
          .sorted()
          .toList();
    }
  }
}
