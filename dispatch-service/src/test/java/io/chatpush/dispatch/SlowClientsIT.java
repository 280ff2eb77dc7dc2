package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients of the whole service, on its port and on a management port of its own. */
@ExtendWith(KafkaBackendExtension.class)
class SlowClientsIT {

  @Test
  void closesThemOnBothPorts(KafkaBackend backend, @TempDir Path directory) throws IOException {
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(
                backend,
                simulator,
                directory,
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--chatpush.http.header-timeout=300ms",
                "--chatpush.http.body-timeout=300ms",
                "--chatpush.http.answer-timeout=300ms")) {
      assertThat(service.managementPort()).isNotEqualTo(service.port());
      for (int port : new int[] {service.port(), service.managementPort()}) {
        try (RawClient client = RawClient.connect(port).send("GET /act")) {
          assertThat(client.readToEnd()).as("half a request line").startsWith("HTTP/1.1 408 ");
        }
      }
      try (RawClient client =
          RawClient.connect(service.port())
              .send("POST /v1/dead-letters/redrive HTTP/1.1\r\nHost: a\r\n")
              .send("Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{")) {
        assertThat(client.readToEnd()).as("half a body without a token").startsWith("HTTP/1.1 ");
      }
      try (RawClient client =
          RawClient.connect(service.managementPort())
              // Some, so that they are more than the buffers of the operating system hold.
              .send("GET /actuator/prometheus HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20))) {
        await("the reader of meters that reads nothing to be reset")
            .atMost(Duration.ofSeconds(30))
            .until(() -> resets(service) == 1);
        assertThat(client.readToEnd()).as("what it still gets").endsWith("<reset>");
      }
    }
  }

  private static double resets(RunningService service) {
    return service.meter("chatpush_http_closed_total", "reason=\"answer\"");
  }
}
