package io.chatpush.dispatch.startup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Keeps readiness out of service until the gate is open, and says what is waited for. */
final class StartupHealthIndicator implements HealthIndicator {

  private final StartupGate gate;

  StartupHealthIndicator(StartupGate gate) {
    this.gate = gate;
  }

  @Override
  public Health health() {
    return gate.isOpen()
        ? Health.up().build()
        : Health.outOfService().withDetail("waitingFor", gate.waitingFor()).build();
  }
}
