package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaWarmUp;
import io.chatpush.testing.InterruptibleBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class StartupIT {

  private static final String SECRET = "not-to-be-told";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @BeforeAll
  static void provision(InterruptibleBackend backend) {
    TestTopics.createAll(backend, 4);
    SchemaWarmUp.learn(
        Map.of("schema.registry.url", backend.registryUrl(), "auto.register.schemas", "true"),
        Topics.ALL);
  }

  @Test
  void waitsForKafkaSaysSoAndRecovers(InterruptibleBackend backend) {
    backend.stopBroker();
    boolean up = false;
    try (RunningService service = RunningService.start(backend, directory)) {
      await("readiness says what is waited for")
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(service.readiness().body()).contains("OUT_OF_SERVICE", "Kafka at"));
      assertThat(service.readiness().statusCode()).isEqualTo(503);
      assertThat(service.health("startup").statusCode()).isEqualTo(503);
      assertThat(service.health("startup").body()).contains("Kafka at");
      assertThat(service.health("liveness").statusCode()).isEqualTo(200);
      assertThat(service.health("liveness").body()).contains("all background parts are working");
      assertThat(service.register("early", "phone", "address").statusCode()).isEqualTo(503);

      backend.startBroker();
      up = true;
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      await("all state").atMost(SOON).until(() -> service.health("startup").statusCode() == 200);
      assertRegisters(service, backend, "patient");
    } finally {
      if (!up) {
        backend.startBroker();
      }
    }
  }

  @Test
  void waitsForTheRegistrySaysSoAndRecovers(InterruptibleBackend backend) {
    String url = backend.registryUrl();
    backend.stopRegistry();
    boolean up = false;
    try (RunningService service =
        RunningService.start(
            backend,
            directory,
            // Other settings have another cache: what other tests learnt does not help this one.
            "--spring.kafka.properties.http.read.timeout.ms=4000",
            withSecret(url))) {
      await("readiness says what is waited for")
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(service.readiness().body())
                  .contains("schema registry", url)
                  .doesNotContain(SECRET));

      backend.startRegistry();
      up = true;
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertRegisters(service, backend, "tolerant");
    } finally {
      if (!up) {
        backend.startRegistry();
      }
    }
  }

  @Test
  void doesNotStartWhereItsTopicsHaveOtherPartitions(InterruptibleBackend backend)
      throws Exception {
    String stream = "ownership-" + UUID.randomUUID();
    String claims = stream + "-claims-repartition";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(claims, 3, (short) 1))).all().get();
      try (RunningService service =
          RunningService.start(
              backend, directory, "--spring.kafka.streams.application-id=" + stream)) {
        await("readiness says what is wrong")
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(service.readiness().body())
                    .contains(
                        "topics of the ownership stream must have the same number of partitions",
                        claims + "=3",
                        "push.device-token-events=4",
                        "docs/operate.md"));
        assertThat(service.readiness().statusCode()).isEqualTo(503);

        admin.deleteTopics(List.of(claims)).all().get();
        await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      }
    }
  }

  @Test
  void answers503WhileKafkaIsDownAndLosesNothingItAccepted(InterruptibleBackend backend) {
    try (RunningService service =
        RunningService.start(
            backend,
            directory,
            "--spring.kafka.producer.properties.delivery.timeout.ms=2000",
            "--spring.kafka.producer.properties.request.timeout.ms=1000")) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.register("before", "phone-before", "address").statusCode()).isEqualTo(202);

      backend.stopBroker();
      try {
        assertThat(service.register("during", "phone-during", "address").statusCode())
            .isEqualTo(503);
        assertThat(service.health("liveness").statusCode()).isEqualTo(200);
        assertThat(service.readiness().statusCode()).as("others are no better").isEqualTo(200);
      } finally {
        backend.startBroker();
      }

      await("registrations are taken again")
          .atMost(SOON)
          .until(() -> service.register("after", "phone-after", "address").statusCode() == 202);
      try (UserDeviceTable table = new UserDeviceTable(backend)) {
        for (String user : new String[] {"before", "after"}) {
          String key = RecordKeys.userDevice("demo", user, "phone-" + user);
          await("row of " + user).atMost(SOON).until(() -> table.row(key).isPresent());
        }
      }
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void saysOnceWhatItIsConnectedToAndNoSecret(InterruptibleBackend backend, CapturedOutput output) {
    try (RunningService service =
        RunningService.start(
            backend,
            directory,
            withSecret(backend.registryUrl()),
            // Nothing asks for these without SASL and TLS; they are there to be told.
            "--spring.kafka.properties.sasl.jaas.config=fixture required password=\""
                + SECRET
                + "\";",
            "--spring.kafka.properties.ssl.key.password=" + SECRET,
            "--spring.kafka.properties.ssl.keystore.password=" + SECRET,
            "--spring.kafka.properties.ssl.truststore.password=" + SECRET)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.readiness().body()).doesNotContain(SECRET);
      await("the start report").atMost(SOON).until(() -> output.getAll().contains(" is ready"));
      assertThat(output.getAll())
          .contains(
              "chatpush-token-service",
              "is ready",
              backend.bootstrapServers() + ", cluster ",
              "brokers: 1",
              "no login, no TLS",
              "partitions 4: ",
              "push.device-token-events",
              "group ownership-",
              "state in " + directory,
              "apps",
              "demo",
              "management: the same, requests of a user: 30 a minute",
              "heap of")
          .containsOnlyOnce(" is ready\n")
          .doesNotContain(SECRET, "Started ", "Netty started");
    }
  }

  /** The URL of the registry with a login, which this registry does not ask for. */
  private static String withSecret(String url) {
    return "--spring.kafka.properties.schema.registry.url="
        + url.replace("://", "://fixture:" + SECRET + "@");
  }

  private static void assertRegisters(
      RunningService service, InterruptibleBackend backend, String user) {
    assertThat(service.register(user, "phone-of-" + user, "address").statusCode()).isEqualTo(202);
    try (UserDeviceTable table = new UserDeviceTable(backend)) {
      String key = RecordKeys.userDevice("demo", user, "phone-of-" + user);
      await("row of " + user).atMost(SOON).until(() -> table.row(key).isPresent());
    }
  }
}
