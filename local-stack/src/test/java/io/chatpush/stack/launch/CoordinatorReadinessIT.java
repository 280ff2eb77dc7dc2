package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.testing.InterruptibleBackend;
import io.chatpush.testing.KafkaBackendExtension;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBackendExtension.class)
final class CoordinatorReadinessIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void isReadyOnceBothCoordinatorsAnswerAndNotWhileTheBrokerIsAway(InterruptibleBackend backend)
      throws Exception {
    CoordinatorReadiness readiness =
        new CoordinatorReadiness(() -> Map.of("bootstrap.servers", backend.bootstrapServers()));
    awaitReady(readiness);

    backend.stopBroker();
    try {
      assertThat(readiness.ask())
          .isEqualTo(new Readiness.Answer.NotReady("Kafka does not list its topics"));
    } finally {
      backend.startBroker();
    }
    awaitReady(readiness);
  }

  private static void awaitReady(CoordinatorReadiness readiness) {
    Awaitility.await("the coordinators answer")
        .atMost(LIMIT)
        .until(readiness::ask, new Readiness.Answer.Ready()::equals);
  }
}
