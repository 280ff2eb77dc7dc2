package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The redrives and discards of this instance: one at a time. What a job has done is in Kafka; its
 * progress, and that of the last twenty jobs, is in the memory of this instance only. Thread-safe.
 */
final class DeadLetterJobs implements AutoCloseable {

  private static final int REMEMBERED = 20;
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

  /** Reports that another job runs. */
  static final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BusyException() {
      super("another job runs");
    }
  }

  private final DeadLetterLog log;
  private final EventPublisher publisher;
  private final DeadLetterActionMeters meters;
  private final Duration canaryTimeout;
  private final Clock clock;
  private final Map<String, DeadLetterJob> jobs = new LinkedHashMap<>();
  private @Nullable DeadLetterJob current;
  private @Nullable Thread thread;

  DeadLetterJobs(
      DeadLetterLog log,
      EventPublisher publisher,
      DeadLetterActionMeters meters,
      Duration canaryTimeout,
      Clock clock) {
    this.log = log;
    this.publisher = publisher;
    this.meters = meters;
    this.canaryTimeout = canaryTimeout;
    this.clock = clock;
  }

  /**
   * Starts a job.
   *
   * @throws BusyException if one runs
   */
  synchronized JobProgress start(JobRequest request) {
    DeadLetterJob running = current;
    if (running != null && !running.progress().ended()) {
      throw new BusyException();
    }
    DeadLetterJob job =
        new DeadLetterJob(
            UUID.randomUUID().toString(), request, log, publisher, meters, canaryTimeout, clock);
    current = job;
    jobs.put(job.id(), job);
    if (jobs.size() > REMEMBERED) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    thread = Thread.ofVirtual().name("dead-letter-job").start(job);
    return job.progress();
  }

  /** Returns the progress of a job; empty if this instance does not know the id. */
  synchronized Optional<JobProgress> progress(String id) {
    return Optional.ofNullable(jobs.get(id)).map(DeadLetterJob::progress);
  }

  /** Returns the progress of the last jobs, the newest first. */
  synchronized List<JobProgress> all() {
    return jobs.values().stream().map(DeadLetterJob::progress).toList().reversed();
  }

  /** Stops a job after the records that it is writing; does nothing if it has ended. */
  synchronized Optional<JobProgress> stop(String id) {
    Optional<DeadLetterJob> job = Optional.ofNullable(jobs.get(id));
    job.ifPresent(DeadLetterJob::stop);
    return job.map(DeadLetterJob::progress);
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      if (current != null) {
        current.stop();
      }
      running = thread;
    }
    if (running != null) {
      try {
        running.join(STOPPED_WITHIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
