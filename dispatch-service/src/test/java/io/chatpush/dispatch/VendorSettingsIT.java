package io.chatpush.dispatch;

import static org.awaitility.Awaitility.await;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import io.chatpush.testing.VendorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service starts with the settings that vendors of Kafka hand out, as they are. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("variants")
final class VendorSettingsIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path directory;

  /** Confluent's have a session timeout, which the protocol {@code consumer} refuses. */
  @ParameterizedTest(name = "{0}, group protocol {1}")
  @CsvSource({
    "confluent-cloud, classic",
    "msk-scram, classic",
    "msk-scram, consumer",
    "aiven-mtls, classic",
    "aiven-mtls, consumer",
    "aiven-sasl, classic",
    "redpanda, classic",
    "redpanda, consumer"
  })
  void becomesReady(String vendor, String protocol, KafkaBackend backend) throws Exception {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
    List<String> settings = new ArrayList<>(VendorSettings.arguments(vendor, backend, directory));
    settings.add("--spring.kafka.consumer.properties.group.protocol=" + protocol);
    // Fan-out knows nothing of that protocol, and takes most of the time of a start.
    settings.add("--chatpush.fan-out.enabled=" + protocol.equals("classic"));
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults());
        RunningService service =
            RunningService.start(backend, simulator, directory, settings.toArray(String[]::new))) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
    }
  }
}
