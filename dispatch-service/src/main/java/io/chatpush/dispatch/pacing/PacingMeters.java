package io.chatpush.dispatch.pacing;

import io.chatpush.events.Lane;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What pacing shows. A project is known by its id, which the settings name: a closed set.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.sends.waiting}</td><td>gauge</td><td>project, lane</td><td>pushes taken from Kafka that wait for
 *   their turn</td></tr>
 *   <tr><td>{@code push.sends.in.flight}</td><td>gauge</td><td>project</td><td>sends that wait for FCM's
 *   answer</td></tr>
 *   <tr><td>{@code push.project.paused}</td><td>gauge</td><td>project</td><td>1 while the project is paused, or being
 *   tried again after a pause; alert on it</td></tr>
 *   <tr><td>{@code push.project.rate}</td><td>gauge</td><td>project</td><td>sends a second that this instance's share of
 *   the quota allows now</td></tr>
 *   <tr><td>{@code push.project.sends}</td><td>counter</td><td>project</td><td>sends that ended, whatever came of them;
 *   their rate over {@code push.project.rate} is the part of the quota that is used</td></tr>
 * </table>
 */
final class PacingMeters {

  private static final List<Lane> LANES = List.of(Lane.DIRECT, Lane.BULK);

  private final MeterRegistry registry;
  private final LongSupplier nanoTime;

  PacingMeters(MeterRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.nanoTime = nanoTime;
  }

  void watch(ProjectQueue queue) {
    String project = queue.project().id();
    for (Lane lane : LANES) {
      Gauge.builder("push.sends.waiting", queue, q -> q.waiting(lane))
          .tag("project", project)
          .tag("lane", lane.name())
          .register(registry);
    }
    Gauge.builder("push.sends.in.flight", queue, ProjectQueue::inFlight)
        .tag("project", project)
        .register(registry);
    Gauge.builder("push.project.paused", queue, q -> q.state() == Breaker.State.CLOSED ? 0 : 1)
        .tag("project", project)
        .register(registry);
    Gauge.builder("push.project.rate", queue, q -> q.ratePerSecond(nanoTime.getAsLong()))
        .tag("project", project)
        .register(registry);
    FunctionCounter.builder("push.project.sends", queue, ProjectQueue::sends)
        .tag("project", project)
        .register(registry);
  }
}
