package io.chatpush.supervision;

import io.chatpush.service.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs over and over, with a pause between two runs, on a thread of its own. A run that
 * throws is followed by the next one, whatever it threw. Supervision replaces a thread that has
 * ended or that hangs in a run; a run that cannot be interrupted keeps its thread, so the number of
 * replacements is bounded until one of these runs ends. Thread-safe.
 */
public final class SupervisedTask implements Supervised, AutoCloseable {

  /** One run. */
  @FunctionalInterface
  public interface Task {

    /**
     * Runs once.
     *
     * @throws Exception if the run did not succeed; the message is shown to operators, so it has no
     *     secrets
     */
    void run() throws Exception;
  }

  /** A task is stuck when no run has succeeded for this time beyond two pauses. */
  private static final Duration LATE_AFTER = Duration.ofSeconds(10);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(6);

  /** A file system that hangs for a day would otherwise take thousands of threads. */
  static final int MOST_HANGING = 5;

  private final String name;
  private final Duration pause;
  private final Task task;
  private final Supplier<Optional<String>> outsideCause;
  private final Duration stopTimeout;
  private final List<Thread> hanging = new ArrayList<>();
  private @Nullable Thread thread;
  private volatile boolean replacing;
  private boolean started;
  private boolean stopped;
  private long succeededAt;
  private @Nullable Throwable failure;

  /**
   * @param name of the part and its thread
   * @param pause between two runs
   * @param outsideCause as {@link Supervised#outsideCause}
   */
  public SupervisedTask(
      String name, Duration pause, Task task, Supplier<Optional<String>> outsideCause) {
    this(name, pause, task, outsideCause, STOP_TIMEOUT);
  }

  /**
   * @param stopTimeout how long a run may take to end after it was interrupted
   */
  SupervisedTask(
      String name,
      Duration pause,
      Task task,
      Supplier<Optional<String>> outsideCause,
      Duration stopTimeout) {
    this.name = name;
    this.pause = pause;
    this.task = task;
    this.outsideCause = outsideCause;
    this.stopTimeout = stopTimeout;
  }

  /** Begins with a run after {@code delay}. */
  public synchronized void start(Duration delay) {
    started = true;
    succeededAt = System.nanoTime();
    begin(delay);
  }

  private synchronized void begin(Duration delay) {
    if (stopped) {
      return;
    }
    thread = Thread.ofPlatform().name(name).daemon().start(() -> loop(delay));
  }

  private void loop(Duration delay) {
    try {
      Thread.sleep(delay);
      while (isCurrent()) {
        runOnce();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() throws InterruptedException {
    try {
      task.run();
      ended(null);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
      ended(e);
    }
  }

  private synchronized boolean isCurrent() {
    return !stopped && Thread.currentThread().equals(thread);
  }

  private synchronized void ended(@Nullable Throwable thrown) {
    if (Thread.currentThread().equals(thread)) {
      failure = thrown;
      if (thrown == null) {
        succeededAt = System.nanoTime();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Condition condition() {
    if (!started || stopped) {
      return Condition.NOT_RUNNING;
    }
    if (thread == null) {
      return replacing ? Condition.STARTING : new Condition.Ended("has no thread");
    }
    if (!thread.isAlive()) {
      return new Condition.Ended("has lost its thread");
    }
    Duration without = Duration.ofNanos(System.nanoTime() - succeededAt);
    if (without.compareTo(pause.multipliedBy(2).plus(LATE_AFTER)) > 0) {
      return new Condition.Stuck(
          "has not succeeded for %d s%s"
              .formatted(
                  without.toSeconds(),
                  failure == null ? "" : ", its last failure is " + SafeText.kindOf(failure)));
    }
    return Condition.WORKING;
  }

  @Override
  public Optional<String> outsideCause() {
    Throwable last;
    synchronized (this) {
      last = failure;
    }
    return KafkaProbe.outsideCause(last).or(outsideCause);
  }

  /**
   * Replaces the thread.
   *
   * @throws IllegalStateException if too many earlier ones hang
   */
  @Override
  public void heal() throws InterruptedException {
    synchronized (this) {
      hanging.removeIf(each -> !each.isAlive());
      if (hanging.size() >= MOST_HANGING) {
        throw new IllegalStateException(hanging.size() + " earlier runs of " + name + " hang");
      }
    }
    replacing = true;
    try {
      end(false);
      // A thread is no success: until a run succeeds, the task stays as late as it is.
      begin(Duration.ZERO);
    } finally {
      replacing = false;
    }
  }

  /** Ends the task; waits some seconds for a run under way. */
  @Override
  public void close() {
    try {
      end(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(boolean forGood) throws InterruptedException {
    Thread running;
    synchronized (this) {
      stopped |= forGood;
      running = thread;
      thread = null;
    }
    if (running != null) {
      running.interrupt();
      if (!running.join(stopTimeout)) {
        synchronized (this) {
          hanging.add(running);
        }
      }
    }
  }
}
