package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaWarmUp;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaBackendExtension.class)
class TokenServiceIT {

  private static final int PARTITIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(30);

  private static RunningService service;
  private static UserDeviceTable table;

  @BeforeAll
  static void start(KafkaBackend backend, @TempDir Path directory) {
    TestTopics.createAll(backend, PARTITIONS);
    SchemaWarmUp.learn(
        Map.of("schema.registry.url", backend.registryUrl(), "auto.register.schemas", "true"),
        Topics.ALL);
    service = RunningService.start(backend, directory);
    table = new UserDeviceTable(backend);
    await("service ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    table.close();
    service.close();
  }

  @Test
  void exportsTheMetersOfKafkaStreamsAndOfItsRestore() {
    assertThat(service.meters())
        .contains("push_state_restore_left 0.0")
        .containsPattern(
            "kafka_stream_client_state\\{[^}]*spring_id=\"defaultKafkaStreamsBuilder\"");
  }

  @Test
  void writesARegisteredDeviceWhereItsUserBelongs() {
    String key = RecordKeys.userDevice("demo", "nick|away", "tablet");

    assertThat(service.register("nick|away", "tablet", "address-1").statusCode()).isEqualTo(202);

    await("row of the registered device")
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(table.row(key))
                .hasValueSatisfying(row -> {
                  assertThat(row.getUserId()).isEqualTo("nick|away");
                  assertThat(row.getAddressValue()).isEqualTo("address-1");
                  assertThat(row.getRefreshedAt()).isEqualTo(row.getRegisteredAt());
                }));
    assertThat(table.partition(key))
        .isEqualTo(RecordKeys.userPartition("demo", "nick|away", PARTITIONS));
  }

  @Test
  void movesASharedPhoneToWhoeverRegisteredLast() {
    String before = RecordKeys.userDevice("demo", "first", "shared");
    String after = RecordKeys.userDevice("demo", "second", "shared");

    service.register("first", "shared", "address-2");
    await("the first owner's row").atMost(SOON).until(() -> table.row(before).isPresent());
    service.register("second", "shared", "address-2");

    await("the second owner's row").atMost(SOON).until(() -> table.row(after).isPresent());
    await("no row of the first owner").atMost(SOON).until(() -> table.row(before).isEmpty());
  }

  @Test
  void endsADeviceWhenItsOwnerRemovesItAndNotWhenAnotherDoes() {
    String key = RecordKeys.userDevice("demo", "owner", "phone");
    service.register("owner", "phone", "address-3");
    await("the owner's row").atMost(SOON).until(() -> table.row(key).isPresent());

    assertThat(service.remove("stranger", "phone").statusCode()).isEqualTo(202);
    // Same device, so same partition: once this is through, the stranger's removal is too.
    service.register("owner", "phone", "address-4");
    await("the refreshed row")
        .atMost(SOON)
        .until(
            () -> table.row(key).filter(r -> r.getAddressValue().equals("address-4")).isPresent());
    assertThat(table.row(key).orElseThrow().getRegisteredAt())
        .isBefore(table.row(key).orElseThrow().getRefreshedAt());

    assertThat(service.remove("owner", "phone").statusCode()).isEqualTo(202);
    await("no row").atMost(SOON).until(() -> table.row(key).isEmpty());
  }

  @Test
  void leavesAnAddressToTheDeviceThatRegisteredItLast() {
    String before = RecordKeys.userDevice("demo", "reinstaller", "before");
    String after = RecordKeys.userDevice("demo", "reinstaller", "after");
    service.register("reinstaller", "before", "address-6");
    await("the first row").atMost(SOON).until(() -> table.row(before).isPresent());

    service.register("reinstaller", "after", "address-6");

    await("the second row").atMost(SOON).until(() -> table.row(after).isPresent());
    await("no first row").atMost(SOON).until(() -> table.row(before).isEmpty());
    assertThat(table.reason(before)).isEqualTo("ADDRESS_MOVED");
  }

  @Test
  void believesFcmOnlyOfTheAddressThatTheDeviceHas(KafkaBackend backend) {
    String key = RecordKeys.userDevice("demo", "refresher", "phone");
    service.register("refresher", "phone", "address-7");
    await("the row").atMost(SOON).until(() -> table.row(key).isPresent());
    service.register("refresher", "phone", "address-8");
    await("the refreshed row")
        .atMost(SOON)
        .until(
            () -> table.row(key).filter(r -> r.getAddressValue().equals("address-8")).isPresent());

    try (TokenEvents events = new TokenEvents(backend)) {
      events.retired("refresher", "phone", "address-7");
      events.retired("refresher", "phone", "address-8");
      await("no row once FCM does not know the address it has")
          .atMost(SOON)
          .until(() -> table.row(key).isEmpty());
      assertThat(table.reason(key)).as("not that of the address before").isEqualTo("address_8");
    }
  }

  @Test
  void answersWithTheUsersDevicesAndTestsOne() {
    String path = "/v1/apps/demo/devices";
    service.register("looker", "phone", "a-long-enough-address-0001");
    await("the device in the answer")
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(service.as("looker", "GET", path).body()).contains("\"phone\"", "0001"));

    assertThat(service.as("looker", "GET", path).body()).doesNotContain("a-long-enough");
    assertThat(service.as("looker", "POST", path + "/phone:test").statusCode()).isEqualTo(202);
    assertThat(service.as("looker", "POST", path + "/other:test").statusCode()).isEqualTo(404);
  }

  @Test
  void importsExportsAndErases() {
    Instant refreshedAt = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append(
          """
          {"user_id":"mover-%d","device_id":"moved-%d","platform":"WEB",\
          "address":{"type":"TOKEN","value":"moved-address-%d"},\
          "registered_at":"2025-01-02T03:04:05Z","refreshed_at":"%s"}
          """
              .formatted(i / 3, i, i, refreshedAt));
    }
    assertThat(service.asOperator("POST", "/v1/apps/demo/devices:import", lines.toString()).body())
        .contains("\"accepted\":3000,\"refused\":0,\"noticed\":0,\"complete\":true");

    await("all in the export")
        .atMost(SOON)
        .until(() -> exported().filter(line -> line.contains("\"mover-")).count() == 3_000);
    assertThat(exported())
        .anySatisfy(line ->
            assertThat(line)
                .isEqualTo(
                    """
                    {"user_id":"mover-7","device_id":"moved-22","address":{"type":"TOKEN",\
                    "value":"moved-address-22"},"platform":"WEB",\
                    "registered_at":"2025-01-02T03:04:05Z","refreshed_at":"%s"}\
                    """
                        .formatted(refreshedAt)));

    assertThat(service.asOperator("DELETE", "/v1/apps/demo/users/mover-7", "").body())
        .isEqualTo("{\"devices\":3}");
    assertThat(service.asOperator("GET", "/v1/apps/demo/users/mover-7/devices", "").body())
        .isEqualTo("{\"devices\":[]}");
    String erased = RecordKeys.userDevice("demo", "mover-7", "moved-22");
    await("the tombstone that says why")
        .atMost(SOON)
        .until(() -> table.row(erased).isEmpty() && table.reason(erased).equals("ERASED"));
  }

  @Test
  void goesOnAfterAnEventThatCannotBeDecoded(KafkaBackend backend) {
    String key = RecordKeys.userDevice("demo", "patient", "phone");
    try (TokenEvents events = new TokenEvents(backend)) {
      events.undecodable("phone-of-nobody");
    }
    for (int i = 0; i < PARTITIONS * 4; i++) {
      service.register("patient", "phone-" + i, "patient-address-" + i);
    }
    service.register("patient", "phone", "patient-address");

    await("rows of all partitions")
        .atMost(SOON)
        .until(() ->
            table.row(key).isPresent()
                && IntStream.range(0, PARTITIONS * 4)
                    .allMatch(i ->
                        table
                            .row(RecordKeys.userDevice("demo", "patient", "phone-" + i))
                            .isPresent()));
    assertThat(service.meters())
        .containsPattern("push_ownership_events_total\\{result=\"undecodable\"} 1");
  }

  private static Stream<String> exported() {
    return service.asOperator("GET", "/v1/apps/demo/devices:export", "").body().lines();
  }

  @Test
  void showsWhatBecameOfRegistrations() {
    service.register("metered", "watch", "address-5");

    await("meters of the registration")
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(service.meters())
                .containsPattern(
                    "push_registrations_total\\{result=\"accepted\",type=\"register\"} [1-9]")
                .containsPattern("push_ownership_events_total\\{result=\"owned\"} [1-9]")
                .contains("push_tokens_owned"));
  }
}
