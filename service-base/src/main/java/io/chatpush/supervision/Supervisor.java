package io.chatpush.supervision;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at every {@link Supervised} part of the service once a second, restarts those that do not
 * work, and knows which parts are broken. It stops before the parts do, so that nothing is
 * restarted while the service stops. Thread-safe.
 */
public final class Supervisor implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Longer than any look takes; then the supervisor itself counts as broken. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final List<SupervisedPart> parts;
  private final SupervisionMeters meters;
  private final @Nullable ExecutorService attempts;
  private volatile @Nullable Thread thread;
  private volatile long lastLook;

  /** As the other constructor, with threads of its own for questions and restarts. */
  Supervisor(
      List<? extends Supervised> parts,
      SupervisionMeters meters,
      SupervisionProperties properties) {
    this(parts, threads(), meters, properties);
  }

  /**
   * @param executor runs what blocks: questions for outside causes, and restarts
   * @throws IllegalArgumentException if two parts have the same name
   */
  Supervisor(
      List<? extends Supervised> parts,
      Executor executor,
      SupervisionMeters meters,
      SupervisionProperties properties) {
    attempts = executor instanceof ExecutorService own ? own : null;
    if (parts.stream().map(Supervised::name).distinct().count() < parts.size()) {
      throw new IllegalArgumentException(
          "two parts have the same name: " + parts.stream().map(Supervised::name).toList());
    }
    this.meters = meters;
    lastLook = meters.now();
    this.parts =
        parts.stream()
            .map(part -> new SupervisedPart(part, executor, meters, properties, lastLook))
            .toList();
    this.parts.forEach(meters::watch);
  }

  private static ExecutorService threads() {
    return Executors.newThreadPerTaskExecutor(
        Thread.ofVirtual().name("supervisor-attempt-", 0).factory());
  }

  /** The parts, in the order in which they were given. */
  List<SupervisedPart> parts() {
    return parts;
  }

  /** Whether the supervisor was started and has not looked at the parts for too long. */
  boolean hangs() {
    return thread != null && meters.now() - lastLook > LONGEST_LOOK.toNanos();
  }

  /** Looks at every part once. */
  void look() {
    for (SupervisedPart part : parts) {
      try {
        part.look(meters.now());
      } catch (RejectedExecutionException e) {
        // The supervisor is being stopped.
        return;
      } catch (RuntimeException e) {
        log.error("{} could not be looked at", part.name(), e);
      }
    }
    lastLook = meters.now();
  }

  private void run() {
    try {
      while (thread != null) {
        look();
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      log.debug("The supervisor was stopped");
    }
  }

  @Override
  public void start() {
    lastLook = meters.now();
    Thread started = Thread.ofPlatform().name("supervisor").daemon().unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (attempts != null) {
      attempts.shutdownNow();
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(STOP_TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
