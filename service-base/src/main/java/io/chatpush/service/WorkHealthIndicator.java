package io.chatpush.service;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ends liveness where a part of the service has ended for good. Whatever comes back by itself, such
 * as a broker or a registry, is no reason.
 */
final class WorkHealthIndicator implements HealthIndicator {

  private final List<Worker> workers;

  WorkHealthIndicator(List<Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  @Override
  public Health health() {
    String ended =
        workers.stream()
            .map(Worker::ended)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return ended.isEmpty()
        ? Health.up().withDetail("reason", "nothing has ended that only a restart begins").build()
        : Health.down().withDetail("reason", ended).build();
  }
}
