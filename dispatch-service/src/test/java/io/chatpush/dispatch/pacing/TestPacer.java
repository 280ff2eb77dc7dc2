package io.chatpush.dispatch.pacing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A pacer whose time passes a millisecond at every look at the clock, and faster on request. */
public final class TestPacer {

  private final AtomicLong now = new AtomicLong();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Pacer pacer;

  private record Alarm(long at, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(at, other.at);
    }
  }

  /**
   * @param maxInFlight sends at once
   */
  public TestPacer(int maxInFlight) {
    pacer =
        new Pacer(
            new PacingProperties(
                maxInFlight,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                1,
                Duration.ZERO),
            () -> now.addAndGet(1_000_000),
            (wait, task) -> alarms.add(new Alarm(now.get() + wait.toNanos(), task)),
            new PacingMeters(registry, now::get));
  }

  public Pacer pacer() {
    return pacer;
  }

  /** Sends a second that this instance may begin for the project. */
  public double ratePerSecond(Project project) {
    pacer.open(project);
    return registry.get("push.project.rate").tag("project", project.id()).gauge().value();
  }

  /** Lets time pass, and whoever waited for it go on. */
  public void pass(Duration time) {
    now.addAndGet(time.toNanos());
    while (!alarms.isEmpty() && alarms.element().at() <= now.get()) {
      alarms.remove().task().run();
    }
  }
}
