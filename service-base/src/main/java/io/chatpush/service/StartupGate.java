package io.chatpush.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Waits, on a thread of its own, until every {@link StartupStep} has succeeded, and says what it
 * waits for. The process stays up meanwhile: a broker that comes an hour later is found by itself.
 *
 * <p>Thread-safe.
 */
public final class StartupGate implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(StartupGate.class);

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

  private final List<StartupStep> steps;
  private final Clock clock;
  private final StartReport report;
  private volatile String waitingFor = "the start";
  private volatile boolean open;
  private volatile @Nullable Thread thread;

  /**
   * @param report said once when all steps have succeeded
   */
  StartupGate(List<StartupStep> steps, Clock clock, StartReport report) {
    this.steps = List.copyOf(steps);
    this.clock = clock;
    this.report = report;
  }

  /** Whether every step has succeeded; stays so from then on. */
  public boolean isOpen() {
    return open;
  }

  /** What is waited for and why, while the gate is not open. */
  String waitingFor() {
    return waitingFor;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("startup-gate").start(this::run);
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        // So that no step starts what the stop has already passed by.
        running.join(LONGEST_ATTEMPT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      for (StartupStep step : steps) {
        until(step);
      }
      open = true;
      report.say();
    } catch (InterruptedException e) {
      log.info("Stopped while waiting for {}", waitingFor);
    }
  }

  private void until(StartupStep step) throws InterruptedException {
    waitingFor = step.waitingFor();
    Instant nextReport = Instant.MIN;
    while (true) {
      try {
        step.attempt();
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) {
        // An Error, too, such as a thread that cannot be created: without the next attempt the
        // service would never become ready.
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        waitingFor = step.waitingFor() + ": " + reason(e);
      }
      if (!clock.instant().isBefore(nextReport)) {
        log.warn("Waiting for {}", waitingFor);
        nextReport = clock.instant().plus(BETWEEN_REPORTS);
      }
      Thread.sleep(BETWEEN_ATTEMPTS);
    }
  }

  /** The message nearest to the cause: what is around it tells of our code, not of the reason. */
  private static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message;
      }
    }
    return reason;
  }
}
