package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.operations.JobProgress.CanaryProgress;
import io.chatpush.dispatch.operations.JobProgress.State;
import io.chatpush.dispatch.operations.JobRequest.Action;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import io.chatpush.service.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One redrive or discard: reads the letters from the oldest to the newest that was there when it
 * began, and deals with those that match.
 *
 * <p>A redriven letter is two writes: the push goes first, and only when that is acknowledged the
 * note that the letter is dealt with. A crash between the two makes the next run write the same
 * push again, which delivery recognises; the other way round it would be lost.
 *
 * <p>Runs once, on a thread of its own; {@link #progress} and {@link #stop} are for any thread.
 */
final class LetterJob implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LetterJob.class);

  /** Letters written and not acknowledged at once: enough for thousands a second. */
  private static final int IN_FLIGHT = 500;

  /** Of the failure of a library, as operators are told. */
  private static final int LONGEST_REASON = 300;

  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final String id;
  private final JobRequest request;
  private final LetterLog letters;
  private final RecordSink sink;
  private final OperationsMeters meters;
  private final Duration canaryTimeout;
  private final Clock clock;

  private final Instant startedAt;
  private final Redrive redrive;
  private final RateLimiter rateLimiter;
  private final Canary canary = new Canary();
  private boolean canaryPassed;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong selected = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private volatile State state = State.RUNNING;
  private volatile @Nullable String message;
  private volatile @Nullable Instant endedAt;
  private volatile long toScan;
  private volatile long scanned;
  private volatile boolean stopping;

  LetterJob(
      String id,
      JobRequest request,
      LetterLog letters,
      RecordSink sink,
      OperationsMeters meters,
      Duration canaryTimeout,
      Clock clock) {
    this.id = id;
    this.request = request;
    this.letters = letters;
    this.sink = sink;
    this.meters = meters;
    this.canaryTimeout = canaryTimeout;
    this.clock = clock;
    startedAt = clock.instant();
    redrive = new Redrive(id, request.force(), request.expiresAt(), request.maxRedrives());
    rateLimiter = new RateLimiter(request.rate());
  }

  String id() {
    return id;
  }

  /** Ends it after what is being written. */
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
      inFlight.acquire(IN_FLIGHT); // everything is acknowledged
      Throwable failed = failure.get();
      if (failed == null) {
        end(end, message);
      } else {
        end(State.FAILED, "A letter could not be written: " + failed.getClass().getSimpleName());
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
    LetterActions actions = letters.actions();
    actions.refresh();
    forgetOutlived(actions);
    try (OutcomeTail outcomes = letters.outcomes();
        MergedLog all = letters.open(request.filter())) {
      toScan = all.size();
      for (ConsumerRecord<byte[], byte[]> record = all.next();
          record != null;
          record = all.next()) {
        if (stopping || failure.get() != null) {
          return State.STOPPED;
        }
        Letter letter = letters.read(record, request.filter().kind());
        if (request.filter().isUndecided(letter)) {
          skip(SkipReason.SCHEMA_UNAVAILABLE);
        } else if (request.filter().matches(letter)) {
          switch (decide(letter, actions.of(letter.place()))) {
            case Redrive.Skip(SkipReason why) -> skip(why);
            case Redrive.Decision _ when request.dryRun() -> selected.incrementAndGet();
            case Redrive.Decision take -> {
              if (isCanaryDue() && !isCanaryGood(outcomes)) {
                return stopping ? State.STOPPED : State.CANARY_FAILED;
              }
              selected.incrementAndGet();
              take(letter, take);
            }
          }
        }
        scanned = all.passed();
      }
      scanned = all.passed();
    }
    return State.DONE;
  }

  private Redrive.Decision decide(Letter letter, LetterState letterState) {
    return switch (request.action()) {
      case REDRIVE -> redrive.decide(letter, letterState, clock.instant());
      case DISCARD ->
          letterState == LetterState.OPEN
              ? new Redrive.Discard()
              : new Redrive.Skip(SkipReason.DEALT_WITH);
    };
  }

  private void take(Letter letter, Redrive.Decision decision) throws InterruptedException {
    if (request.action() == Action.REDRIVE) {
      TimeUnit.NANOSECONDS.sleep(rateLimiter.take(System.nanoTime()).toNanos());
    }
    inFlight.acquire();
    if (letter.push() != null && canary.size() < request.canary()) {
      canary.sent(letter.push().getTarget().getPushId());
    }
    var _ =
        write(decision)
            .thenCompose(
                _ -> sink.write(Topics.DEAD_LETTER_ACTIONS, letter.place().key(), action(letter)))
            .whenComplete((_, failed) -> {
              if (failed == null) {
                done.incrementAndGet();
                meters.dealtWith(request.action());
              } else if (EventPublisher.isTooLarge(failed)) {
                // Nothing was written, and no other letter is concerned.
                selected.decrementAndGet();
                if (letter.push() != null) {
                  canary.withdrawn(letter.push().getTarget().getPushId());
                }
                skip(SkipReason.TOO_LARGE);
              } else {
                failure.compareAndSet(null, failed);
              }
              inFlight.release();
            });
  }

  private CompletableFuture<Void> write(Redrive.Decision decision) {
    return switch (decision) {
      case Redrive.SendPush(var topic, var key, var command) -> sink.write(topic, key, command);
      case Redrive.SendBack(var topic, var letter, var headers) ->
          sink.write(topic, letter.record().key(), letter.record().value(), headers);
      case Redrive.Discard() -> CompletableFuture.completedFuture(null);
      case Redrive.Skip(var why) ->
          throw new IllegalStateException("nothing is written for a letter that stays: " + why);
    };
  }

  private DeadLetterAction action(Letter letter) {
    LetterPlace place = letter.place();
    return DeadLetterAction.newBuilder()
        .setAction(
            switch (request.action()) {
              case REDRIVE -> DeadLetterActionType.REDRIVEN;
              case DISCARD -> DeadLetterActionType.DISCARDED;
            })
        .setJobId(id)
        .setLetter(new RecordPlace(place.topic(), place.partition(), place.offset()))
        .setPushId(letter.push() == null ? null : letter.push().getTarget().getPushId())
        .setAppId(letter.appId())
        .setActedBy(request.askedBy())
        .setActedAt(clock.instant())
        .setFilter(request.asWritten())
        .build();
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
      LetterKind kind = request.filter().kind();
      message =
          "Letters were skipped with %s: their header %s names a topic whose records do not go to %s. Allowed are %s."
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

  /** Letters are kept for two weeks, notes about them for ever: those of letters gone go too. */
  private void forgetOutlived(LetterActions actions) {
    if (!request.dryRun()) {
      letters
          .beginnings(request.filter().kind())
          .forEach((partition, beginning) -> {
            for (LetterPlace place : actions.outlived(partition, beginning)) {
              var _ =
                  sink.write(
                      Topics.DEAD_LETTER_ACTIONS,
                      place.key().getBytes(StandardCharsets.UTF_8),
                      null,
                      List.of());
            }
          });
    }
  }

  private void end(State end, @Nullable String why) {
    state = end;
    message = why;
    endedAt = clock.instant();
    log.info("{} {} of dead letters ended: {}, {} dealt with", request.action(), id, end, done);
  }
}
