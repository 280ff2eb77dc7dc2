package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.testing.ClassicBackend;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The group protocols of delivery, and brokers that have only one of them. */
@ExtendWith({KafkaBackendExtension.class, OutputCaptureExtension.class})
@Tag("variants")
final class GroupProtocolIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String PROTOCOL = "--spring.kafka.consumer.properties.group.protocol=";

  private final String group = "delivery-" + UUID.randomUUID();
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"classic, CLASSIC", "consumer, CONSUMER"})
  void givesEachMemberANameOfItsOwn(String protocol, GroupType type, KafkaBackend backend)
      throws Exception {
    provision(backend);
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(
                backend,
                simulator,
                directory,
                PROTOCOL + protocol,
                "--chatpush.fan-out.enabled=false",
                "--chatpush.delivery.group-id=" + group,
                "--chatpush.delivery.consumers=2",
                "--spring.kafka.consumer.properties.group.instance.id=pod-1")) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      try (Admin admin = admin(backend)) {
        await("all members")
            .atMost(SOON)
            .untilAsserted(() -> {
              assertThat(names(admin, group))
                  .containsExactly("pod-1-delivery-0", "pod-1-delivery-1");
              assertThat(names(admin, group + "-bulk"))
                  .containsExactly("pod-1-delivery-bulk-0", "pod-1-delivery-bulk-1");
              assertThat(names(admin, group + "-retry")).containsExactly("pod-1-retry");
            });
        assertThat(described(admin, group).type()).isEqualTo(type);
      }
    }
  }

  @Test
  void worksOnABrokerThatHasTheClassicProtocolAlone(KafkaBackend backend) throws Exception {
    try (ClassicBackend classic = ClassicBackend.start(directory.resolve("classic"), backend);
        FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults())) {
      provision(classic);
      try (RunningService service =
              RunningService.start(
                  classic, simulator, directory, "--chatpush.delivery.group-id=" + group);
          Admin admin = admin(classic)) {
        await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
        await("a consumer with all partitions")
            .atMost(SOON)
            .until(() ->
                described(admin, group).members().stream()
                        .mapToInt(member -> member.assignment().topicPartitions().size())
                        .sum()
                    == 4);
      }
    }
  }

  @Test
  void saysThatABrokerDoesNotSupportTheProtocolAndIsNotReady(
      KafkaBackend backend, CapturedOutput output) throws Exception {
    try (ClassicBackend classic = ClassicBackend.start(directory.resolve("classic"), backend);
        FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults())) {
      provision(classic);
      try (RunningService service =
          RunningService.start(classic, simulator, directory, PROTOCOL + "consumer")) {
        await("readiness says why")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(service.readiness().body())
                    .contains("do not support the group protocol consumer, which needs Kafka 4.0"));
        assertThat(service.readiness().statusCode()).isEqualTo(503);
        assertThat(output.getAll())
            .contains("set spring.kafka.consumer.properties.group.protocol to classic")
            .doesNotContain("is ready", "UnsupportedVersionException");
      }
    }
  }

  private static void provision(KafkaBackend backend) {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
  }

  private static Admin admin(KafkaBackend backend) {
    return Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()));
  }

  private static List<String> names(Admin admin, String group) throws Exception {
    return described(admin, group).members().stream()
        .map(MemberDescription::groupInstanceId)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private static ConsumerGroupDescription described(Admin admin, String group) throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get().values().iterator().next();
  }
}
