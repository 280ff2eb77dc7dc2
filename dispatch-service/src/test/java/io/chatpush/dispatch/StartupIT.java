package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.testing.InterruptibleBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the service does while what it needs is not there. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class StartupIT {

  private static final String SECRET = "not-to-be-told";
  private static final Duration SOON = Duration.ofSeconds(90);

  private static FcmSimulator simulator;
  @TempDir private Path directory;

  @BeforeAll
  static void provision(InterruptibleBackend backend) throws Exception {
    simulator = FcmSimulator.start(SimulatorOptions.defaults());
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
  }

  @AfterAll
  static void stopSimulator() {
    simulator.close();
  }

  @Test
  void waitsForKafkaSaysSoAndRecovers(InterruptibleBackend backend) {
    backend.stopBroker();
    boolean up = false;
    try (RunningService service = RunningService.start(backend, simulator, directory)) {
      await("readiness says what is waited for")
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(service.readiness().body()).contains("OUT_OF_SERVICE", "Kafka at"));
      assertThat(service.readiness().statusCode()).isEqualTo(503);
      assertThat(service.health("startup").statusCode()).isEqualTo(503);
      assertThat(service.health("startup").body()).contains("Kafka at");
      assertThat(service.health("liveness").statusCode()).isEqualTo(200);
      assertThat(service.health("liveness").body()).contains("all background parts are working");
      backend.startBroker();
      up = true;
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.health("startup").statusCode()).isEqualTo(200);

      backend.stopBroker();
      up = false;
      // Longer than its clients take to notice.
      await("alive and ready while the broker is away")
          .during(Duration.ofSeconds(5))
          .atMost(SOON)
          .until(() ->
              service.health("liveness").statusCode() == 200
                  && service.readiness().statusCode() == 200);
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
            simulator,
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
    } finally {
      if (!up) {
        backend.startRegistry();
      }
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void saysOnceWhatItIsConnectedToAndNoSecret(InterruptibleBackend backend, CapturedOutput output) {
    try (RunningService service =
        RunningService.start(
            backend,
            simulator,
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
              "chatpush-dispatch-service",
              "is ready",
              "roles",
              "fan-out, delivery, operations",
              backend.bootstrapServers() + ", cluster ",
              "brokers: 1",
              "no login, no TLS",
              "partitions 4: ",
              "push.requests.bulk",
              "app test-app",
              "project test-project, quota of 600000 a minute",
              simulator.httpUrl() + ", connections: 16",
              "management: the same, operators' API off",
              "group fan-out-",
              "groups delivery-",
              "state in " + directory,
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
}
