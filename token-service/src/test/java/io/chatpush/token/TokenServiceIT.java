package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaWarmUp;
import io.chatpush.stack.testing.KafkaBackend;
import io.chatpush.stack.testing.KafkaBackendExtension;
import io.chatpush.stack.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
