package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.testing.ClassicBackend;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import io.chatpush.testing.VendorSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service starts with the settings that vendors of Kafka hand out, as they are. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("variants")
final class VendorSettingsIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"confluent-cloud", "msk-scram", "aiven-mtls", "aiven-sasl", "redpanda"})
  void becomesReadyAndTakesRegistrations(String vendor, KafkaBackend backend) {
    assertTakesRegistrations(
        backend,
        vendor,
        VendorSettings.arguments(vendor, backend, directory).toArray(String[]::new));
  }

  @Test
  void worksOnABrokerThatHasTheClassicProtocolAlone(KafkaBackend backend) {
    try (ClassicBackend classic = ClassicBackend.start(directory.resolve("classic"), backend)) {
      assertTakesRegistrations(classic, "classic");
    }
  }

  private void assertTakesRegistrations(KafkaBackend backend, String user, String... settings) {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
    try (RunningService service = RunningService.start(backend, directory, settings)) {
      await("ready").atMost(SOON).until(() -> service.readiness().statusCode() == 200);
      assertThat(service.register(user, "phone", "address-of-" + user).statusCode()).isEqualTo(202);
      await("its state").atMost(SOON).until(() -> service.health("startup").statusCode() == 200);
    }
  }
}
