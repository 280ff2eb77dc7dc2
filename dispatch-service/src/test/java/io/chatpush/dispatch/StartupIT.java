package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.stack.testing.InterruptibleBackend;
import io.chatpush.stack.testing.KafkaBackendExtension;
import io.chatpush.stack.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the service does while what it needs is not there. */
@ExtendWith(KafkaBackendExtension.class)
class StartupIT {

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
      backend.startBroker();
      up = true;
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
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
            "--spring.kafka.properties.http.read.timeout.ms=4000")) {
      await("readiness says what is waited for")
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(service.readiness().body()).contains("schema registry", url));
      backend.startRegistry();
      up = true;
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
    } finally {
      if (!up) {
        backend.startRegistry();
      }
    }
  }
}
