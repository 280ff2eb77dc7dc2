package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.operations.deadletters.JobProgress.CanaryProgress;
import io.chatpush.dispatch.operations.deadletters.JobProgress.State;
import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.chatpush.dispatch.operations.log.MergedLog;
import io.chatpush.events.DeadLetter;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One redrive or discard: reads the dead letters from the oldest to the newest that was there when
 * the job began, and hands those that the filter selects to {@link DeadLetterWriter}.
 *
 * <pre>
 *                       as many pushes as the canary has
 *   RUNNING ──────────────────────────────────────────────► AWAITING_CANARY
 *      ▲  │                                                     │  │
 *      └──┼──────────────── 95 % accepted ──────────────────────┘  │
 *         ├── all read ──► DONE                                    ├── fewer ──► CANARY_FAILED
 *         ├── stop() ────► STOPPED ◄──────────────────── stop() ───┘
 *         └── Kafka or the registry fails ──► FAILED
 * </pre>
 *
 * <p>Runs once, on a thread of its own; {@link #progress} and {@link #stop} are for any thread.
 */
final class DeadLetterJob implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterJob.class);

  /** The longest failure of a library that operators see. */
  private static final int LONGEST_REASON = 300;

  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final String id;
  private final JobRequest request;
  private final DeadLetterLog deadLetters;
  private final DeadLetterActionMeters meters;
  private final Duration canaryTimeout;
  private final Clock clock;

  private final Instant startedAt;
  private final JobRules rules;
  private final DeadLetterWriter writer;
  private final RateLimiter rateLimiter;
  private final Canary canary = new Canary();
  private boolean canaryPassed;
  private final AtomicLong selected = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private volatile State state = State.RUNNING;
  private volatile @Nullable String message;
  private volatile @Nullable Instant endedAt;
  private volatile long toScan;
  private volatile long scanned;
  private volatile boolean stopping;

  DeadLetterJob(
      String id,
      JobRequest request,
      DeadLetterLog deadLetters,
      EventPublisher publisher,
      DeadLetterActionMeters meters,
      Duration canaryTimeout,
      Clock clock) {
    this.id = id;
    this.request = request;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.canaryTimeout = canaryTimeout;
    this.clock = clock;
    startedAt = clock.instant();
    rules = JobRules.of(id, request);
    writer = new DeadLetterWriter(id, request, publisher, clock);
    rateLimiter = new RateLimiter(request.rate());
  }

  String id() {
    return id;
  }

  /** Stops the job after the records that it is writing. */
  void stop() {
    stopping = true;
  }

  JobProgress progress() {
    Map<SkipReason, Long> skippedNow;
    synchronized (skipped) {
      skippedNow = Map.copyOf(skipped);
    }
    Instant ended = endedAt;
    return new JobProgress(
        id,
        request.action(),
        request.filter().kind().word(),
        request.filter().apps(),
        request.dryRun(),
        state,
        message,
        startedAt,
        ended,
        toScan,
        scanned,
        selected.get(),
        skippedNow,
        done.get(),
        canary.size() == 0
            ? null
            : new CanaryProgress(
                canary.size(), canary.accepted(), canary.withoutDevice(), canary.undecided()));
  }

  @Override
  public void run() {
    log.info("{} {} of dead letters begins", request.action(), id);
    try {
      State end = deal();
      writer.await();
      Throwable failed = writer.failure();
      if (failed == null) {
        end(end, message);
      } else {
        end(
            State.FAILED,
            "A dead letter could not be written: " + failed.getClass().getSimpleName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(State.STOPPED, "The service was stopped.");
    } catch (RuntimeException | Error e) {
      log.error("{} {} of dead letters failed", request.action(), id, SafeText.withoutMessages(e));
      end(State.FAILED, SafeText.sentence(e.toString(), LONGEST_REASON));
    }
  }

  private State deal() throws InterruptedException {
    DeadLetterActions actions = deadLetters.actions();
    actions.refresh();
    forgetOutlived(actions);
    try (OutcomeTail outcomes = deadLetters.outcomes();
        MergedLog all = deadLetters.open(request.filter())) {
      toScan = all.size();
      for (ConsumerRecord<byte[], byte[]> record = all.next();
          record != null;
          record = all.next()) {
        if (stopping || writer.failure() != null) {
          return State.STOPPED;
        }
        DeadLetterEntry entry = deadLetters.read(record, request.filter().kind());
        if (request.filter().isUndecided(entry)) {
          skip(SkipReason.SCHEMA_UNAVAILABLE);
        } else if (request.filter().matches(entry)) {
          switch (rules.decide(entry, actions.of(entry.place()), clock.instant())) {
            case JobDecision.Skip(SkipReason why) -> skip(why);
            case JobDecision _ when request.dryRun() -> selected.incrementAndGet();
            case JobDecision decision -> {
              if (isCanaryDue() && !isCanaryGood(outcomes)) {
                return stopping ? State.STOPPED : State.CANARY_FAILED;
              }
              selected.incrementAndGet();
              take(entry, decision);
            }
          }
        }
        scanned = all.passed();
      }
      scanned = all.passed();
    }
    return State.DONE;
  }

  private void take(DeadLetterEntry entry, JobDecision decision) throws InterruptedException {
    if (request.action() == Action.REDRIVE) {
      TimeUnit.NANOSECONDS.sleep(rateLimiter.take(System.nanoTime()).toNanos());
    }
    DeadLetter push = entry.push();
    if (push != null && canary.size() < request.canary()) {
      canary.sent(push.getTarget().getPushId());
    }
    writer.write(
        entry,
        decision,
        () -> {
          done.incrementAndGet();
          meters.dealtWith(request.action());
        },
        () -> {
          // No other dead letter is concerned.
          selected.decrementAndGet();
          if (push != null) {
            canary.withdrawn(push.getTarget().getPushId());
          }
          skip(SkipReason.TOO_LARGE);
        });
  }

  private boolean isCanaryDue() {
    return !canaryPassed && request.canary() > 0 && canary.size() >= request.canary();
  }

  private boolean isCanaryGood(OutcomeTail outcomes) {
    state = State.AWAITING_CANARY;
    Instant deadline = clock.instant().plus(canaryTimeout);
    while (!canary.isDecided() && !stopping && clock.instant().isBefore(deadline)) {
      outcomes.poll(LOOK_UP).forEach(canary::decided);
    }
    canaryPassed = canary.isGood();
    if (canaryPassed) {
      state = State.RUNNING;
    } else if (!stopping) {
      message =
          "Of the first %d pushes %d were accepted, %d had no device any more and %d had no outcome: 95 %% are needed."
              .formatted(
                  canary.size(), canary.accepted(), canary.withoutDevice(), canary.undecided());
    }
    return canaryPassed;
  }

  private void skip(SkipReason why) {
    if (why == SkipReason.SOURCE_NOT_ALLOWED) {
      DeadLetterKind kind = request.filter().kind();
      message =
          "Dead letters were skipped with %s: their header %s names a topic whose records do not go to %s. Allowed are %s."
              .formatted(
                  why,
                  DeadLetterHeaders.SOURCE_TOPIC,
                  kind.topic(),
                  String.join(", ", kind.sources()));
    }
    synchronized (skipped) {
      skipped.merge(why, 1L, Long::sum);
    }
  }

  /** Dead letters are kept for two weeks; without this their actions would be kept forever. */
  private void forgetOutlived(DeadLetterActions actions) {
    if (!request.dryRun()) {
      deadLetters
          .beginnings(request.filter().kind())
          .forEach((partition, beginning) ->
              actions.outlived(partition, beginning).forEach(writer::forget));
    }
  }

  private void end(State end, @Nullable String why) {
    state = end;
    message = why;
    endedAt = clock.instant();
    log.info("{} {} of dead letters ended: {}, {} dealt with", request.action(), id, end, done);
  }
}
