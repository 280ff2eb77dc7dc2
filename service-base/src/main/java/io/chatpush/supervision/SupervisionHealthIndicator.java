package io.chatpush.supervision;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Names every part that does not work and why, and fails liveness where only a restart of the
 * process is left to try. A part that an outside cause blocks is named too, but does not fail
 * liveness: a restart would not remove the cause.
 */
final class SupervisionHealthIndicator implements HealthIndicator {

  private final Supervisor supervisor;

  SupervisionHealthIndicator(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  @Override
  public Health health() {
    if (supervisor.hangs()) {
      return Health.down().withDetail("reason", "the supervisor itself hangs").build();
    }
    Map<String, String> troubles = new TreeMap<>();
    boolean failed = false;
    for (SupervisedPart part : supervisor.parts()) {
      failed |= part.state() == PartState.FAILED;
      part.trouble().ifPresent(trouble -> troubles.put(part.name(), trouble));
    }
    Health.Builder health = failed ? Health.down() : Health.up();
    health.withDetail(
        "reason",
        troubles.isEmpty()
            ? "all background parts are working"
            : String.join("; ", troubles.values()));
    return health.build();
  }
}
