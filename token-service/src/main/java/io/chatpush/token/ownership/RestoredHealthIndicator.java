package io.chatpush.token.ownership;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Out of service until this instance has had all state of its partitions for the first time.
 * Readiness does not wait for it: registrations are taken meanwhile, and questions about devices
 * get 503 where nobody has them.
 */
final class RestoredHealthIndicator implements HealthIndicator {

  private final BooleanSupplier restored;
  private final LongSupplier left;

  /**
   * @param restored whether all state was there once
   * @param left the records that are still to be read, at most
   */
  RestoredHealthIndicator(BooleanSupplier restored, LongSupplier left) {
    this.restored = restored;
    this.left = left;
  }

  @Override
  public Health health() {
    return restored.getAsBoolean()
        ? Health.up().withDetail("reason", "the state of its partitions was there").build()
        : Health.outOfService()
            .withDetail(
                "waitingFor",
                "the state of its partitions: %d records are left to read at most"
                    .formatted(left.getAsLong()))
            .build();
  }
}
