package io.chatpush.token.ownership;

import io.chatpush.service.RestoreProgress;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Out of service until this instance has had all state of its partitions for the first time.
 * Readiness does not wait for it: registrations are taken meanwhile, and questions about devices
 * get 503 where nobody has them.
 */
final class RestoredHealthIndicator implements HealthIndicator, KafkaStreams.StateListener {

  private final RestoreProgress restoring;
  private volatile boolean restored;

  RestoredHealthIndicator(RestoreProgress restoring) {
    this.restoring = restoring;
  }

  @Override
  public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
    if (now == KafkaStreams.State.RUNNING) {
      restored = true;
    }
  }

  @Override
  public Health health() {
    return restored
        ? Health.up().withDetail("reason", "the state of its partitions was there").build()
        : Health.outOfService()
            .withDetail(
                "waitingFor",
                "the state of its partitions: %d records are left to read at most"
                    .formatted(restoring.left()))
            .build();
  }
}
