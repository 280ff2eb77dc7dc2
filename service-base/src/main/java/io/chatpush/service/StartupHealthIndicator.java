package io.chatpush.service;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Keeps readiness out of service until the gate is open, and says what is waited for. What goes
 * away later does not: every instance would be taken out of service at once, for what none of them
 * can mend.
 */
final class StartupHealthIndicator implements HealthIndicator {

  private final StartupGate gate;

  StartupHealthIndicator(StartupGate gate) {
    this.gate = gate;
  }

  @Override
  public Health health() {
    return gate.isOpen()
        ? Health.up().withDetail("reason", "all that the start waits for was there").build()
        : Health.outOfService().withDetail("waitingFor", gate.waitingFor()).build();
  }
}
