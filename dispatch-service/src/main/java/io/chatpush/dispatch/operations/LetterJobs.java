package io.chatpush.dispatch.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Redrives and discards of this instance: one at a time. What a job has done stands in Kafka; how
 * far it is, and the last twenty that ended, are remembered here only. Thread-safe.
 */
public final class LetterJobs implements AutoCloseable {

  private static final int REMEMBERED = 20;
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

  /** Another job runs. */
  public static final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BusyException() {
      super("another job runs");
    }
  }

  private final LetterLog letters;
  private final RecordSink sink;
  private final OperationsMeters meters;
  private final Duration canaryTimeout;
  private final Clock clock;
  private final Map<String, LetterJob> jobs = new LinkedHashMap<>();
  private @Nullable LetterJob current;
  private @Nullable Thread thread;

  LetterJobs(
      LetterLog letters,
      RecordSink sink,
      OperationsMeters meters,
      Duration canaryTimeout,
      Clock clock) {
    this.letters = letters;
    this.sink = sink;
    this.meters = meters;
    this.canaryTimeout = canaryTimeout;
    this.clock = clock;
  }

  /**
   * Begins a job.
   *
   * @throws BusyException if one runs
   */
  public synchronized JobProgress start(JobRequest request) {
    LetterJob running = current;
    if (running != null && !running.progress().ended()) {
      throw new BusyException();
    }
    LetterJob job =
        new LetterJob(
            UUID.randomUUID().toString(), request, letters, sink, meters, canaryTimeout, clock);
    current = job;
    jobs.put(job.id(), job);
    if (jobs.size() > REMEMBERED) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    thread = Thread.ofVirtual().name("dead-letter-job").start(job);
    return job.progress();
  }

  /** How far a job is; empty if this instance knows none of that id. */
  public synchronized Optional<JobProgress> progress(String id) {
    return Optional.ofNullable(jobs.get(id)).map(LetterJob::progress);
  }

  /** The last ones, the newest first. */
  public synchronized List<JobProgress> all() {
    return jobs.values().stream().map(LetterJob::progress).toList().reversed();
  }

  /** Stops a job after what it is writing; nothing if it has ended. */
  public synchronized Optional<JobProgress> stop(String id) {
    Optional<LetterJob> job = Optional.ofNullable(jobs.get(id));
    job.ifPresent(LetterJob::stop);
    return job.map(LetterJob::progress);
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
