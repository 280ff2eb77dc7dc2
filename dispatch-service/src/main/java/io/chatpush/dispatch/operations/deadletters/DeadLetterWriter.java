package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a job decides about dead letters, and keeps the number of unacknowledged ones
 * bounded.
 *
 * <pre>
 *   record to its topic ── acknowledged ──► action to push.dead-letter-actions ── acknowledged ──► done
 *           │                                        │
 *           ├── too large ──► tooLarge               │
 *           └── any other failure ───────────────────┴──► the job ends: see failure()
 * </pre>
 *
 * <p>The record goes first. A crash between the two writes makes the next job write the same record
 * again, which delivery recognises; in the other order the push would be lost.
 *
 * <p>One thread calls {@link #write}; the callbacks run on the publisher's thread.
 */
final class DeadLetterWriter {

  /** Dead letters written and not acknowledged at once: enough for thousands a second. */
  private static final int IN_FLIGHT = 500;

  private final String jobId;
  private final JobRequest request;
  private final EventPublisher publisher;
  private final Clock clock;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  DeadLetterWriter(String jobId, JobRequest request, EventPublisher publisher, Clock clock) {
    this.jobId = jobId;
    this.request = request;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Writes a decision; waits while too many are in flight. Calls one of the two callbacks unless a
   * write fails for another reason.
   *
   * @param done called when both records are acknowledged
   * @param tooLarge called if the topic does not take a record of this size; nothing was written
   */
  void write(DeadLetterEntry entry, JobDecision decision, Runnable done, Runnable tooLarge)
      throws InterruptedException {
    inFlight.acquire();
    var _ =
        writeRecord(decision)
            .thenCompose(_ ->
                publisher.publish(Topics.DEAD_LETTER_ACTIONS, entry.place().key(), action(entry)))
            .whenComplete((_, failed) -> {
              if (failed == null) {
                done.run();
              } else if (EventPublisher.isTooLarge(failed)) {
                tooLarge.run();
              } else {
                failure.compareAndSet(null, failed);
              }
              inFlight.release();
            });
  }

  private CompletableFuture<Void> writeRecord(JobDecision decision) {
    return switch (decision) {
      case JobDecision.SendPush(var topic, var key, var command) ->
          publisher.publish(topic, key, command);
      case JobDecision.SendBack(var topic, var entry, var headers) ->
          publisher.publish(topic, entry.record().key(), entry.record().value(), headers);
      case JobDecision.Discard() -> CompletableFuture.completedFuture(null);
      case JobDecision.Skip(var why) ->
          throw new IllegalStateException("a skipped dead letter is not written: " + why);
    };
  }

  private DeadLetterAction action(DeadLetterEntry entry) {
    DeadLetterPlace place = entry.place();
    return DeadLetterAction.newBuilder()
        .setAction(
            switch (request.action()) {
              case REDRIVE -> DeadLetterActionType.REDRIVEN;
              case DISCARD -> DeadLetterActionType.DISCARDED;
            })
        .setJobId(jobId)
        .setLetter(new RecordPlace(place.topic(), place.partition(), place.offset()))
        .setPushId(entry.push() == null ? null : entry.push().getTarget().getPushId())
        .setAppId(entry.appId())
        .setActedBy(request.askedBy())
        .setActedAt(clock.instant())
        .setFilter(request.asWritten())
        .build();
  }

  /** Removes the action of a dead letter that is kept no longer. */
  void forget(DeadLetterPlace place) {
    var _ =
        publisher.publish(
            Topics.DEAD_LETTER_ACTIONS,
            place.key().getBytes(StandardCharsets.UTF_8),
            null,
            List.of());
  }

  /** Returns the first failure, after which the job must end; {@code null} if there is none. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Waits until everything is acknowledged; nothing can be written afterwards. */
  void await() throws InterruptedException {
    inFlight.acquire(IN_FLIGHT);
  }
}
