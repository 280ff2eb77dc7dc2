package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Ended;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Kafka what a push came to: an outcome, a retry or a dead letter, and to the owner of an
 * address what FCM said of it.
 *
 * <p>The futures complete when everything is safe in Kafka. Whatever fails in a method, the push
 * becomes a dead letter with INTERNAL_ERROR and an outcome, so that neither the push nor the commit
 * of its partition is lost; a future completes exceptionally only if that cannot be written either,
 * or with {@link PublisherClosedException} at a stop, which leaves the push as it is. No method
 * throws or blocks. Thread-safe.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final RetryPolicy retries;
  private final EventPublisher publisher;
  private final OutcomeLedger ledger;
  private final DeliveryMeters meters;
  private final Clock clock;
  private final RateLimitedLog limited;

  Settlement(
      RetryPolicy retries,
      EventPublisher publisher,
      OutcomeLedger ledger,
      DeliveryMeters meters,
      Clock clock) {
    this.retries = retries;
    this.publisher = publisher;
    this.ledger = ledger;
    this.meters = meters;
    this.clock = clock;
    limited = new RateLimitedLog(log, clock);
  }

  /**
   * Ends a push.
   *
   * @param begun when the send began: an address that was refreshed since is not retired
   */
  CompletableFuture<Void> end(DevicePush push, Ended outcome, Instant begun) {
    return orInternalError(
        push,
        () -> {
          Instant now = clock.instant();
          return switch (outcome) {
            case Accepted(var fcmMessageId) ->
                ledger.record(DeliveryRecords.accepted(push, fcmMessageId, now));
            case TokenRetired() -> {
              meters.retired();
              // One after the other: if the first fails there is no outcome yet, and there must be.
              yield tellOwner(DeliveryRecords.retired(push, begun))
                  .thenCompose(_ ->
                      record(push, Outcome.TOKEN_RETIRED, PushCauses.of(Reason.UNREGISTERED), now));
            }
            case Rejected(var code, int httpStatus) ->
                deadLetter(push, PushCauses.of(Reason.REJECTED, code), httpStatus, now);
            // One after the other, as above.
            case AddressRefused(var code, int httpStatus) ->
                tellOwner(DeliveryRecords.addressRefused(push, begun))
                    .thenCompose(_ ->
                        deadLetter(
                            push, PushCauses.of(Reason.INVALID_ADDRESS, code), httpStatus, now));
          };
        });
  }

  /** Puts a push into a retry topic, or ends it if there is no other attempt. */
  CompletableFuture<Void> retry(DevicePush push, Deferred deferred) {
    return orInternalError(
        push,
        () -> {
          Instant now = clock.instant();
          int attempt = push.envelope().getAttempt();
          return switch (retries.after(deferred, attempt, now, push.expiresAt())) {
            case NextStep.Retry(var notBefore, var topic) ->
                publisher
                    .publish(topic, push.userKey(), DeliveryRecords.retry(push, notBefore, now))
                    .thenRun(meters::retried);
            case NextStep.Expire() ->
                record(push, Outcome.EXPIRED, PushCauses.of(Reason.DEFERRED, deferred.code()), now);
            case NextStep.GiveUp() ->
                deadLetter(
                    push,
                    PushCauses.of(Reason.RETRIES_EXHAUSTED, deferred.code()),
                    deferred.httpStatus(),
                    now);
          };
        });
  }

  /** Ends a push that expired before it was sent. */
  CompletableFuture<Void> expire(DevicePush push, Instant now) {
    return orInternalError(push, () -> ledger.record(DeliveryRecords.tooLate(push, now)));
  }

  /** Ends a push that could not be sent because of a fault of ours. */
  CompletableFuture<Void> fail(DevicePush push, Throwable fault) {
    return orInternalError(push, () -> CompletableFuture.failedFuture(fault));
  }

  /** Sets a request aside unsent, to come back through the join; counts no attempt. */
  CompletableFuture<Void> park(PushRequest request) {
    return attempted(
            () -> {
              NextStep.Retry later = retries.later(clock.instant());
              return publisher
                  .publish(
                      later.topic(),
                      RecordKeys.user(
                          request.getPush().getMessage().getAppId(), request.getUserId()),
                      DeliveryRecords.parked(request, later.notBefore()))
                  .thenRun(() -> meters.parked(request.getDevices().size()));
            })
        .exceptionallyCompose(failure ->
            AbandonedPushesException.allOf(
                request.getDevices().stream()
                    .map(device -> internalError(DevicePush.of(request, device), failure))
                    .toArray(CompletableFuture<?>[]::new)));
  }

  private CompletableFuture<Void> record(
      DevicePush push, Outcome outcome, PushCause cause, Instant now) {
    return ledger.record(DeliveryRecords.outcome(push, outcome, cause, now));
  }

  private CompletableFuture<Void> deadLetter(
      DevicePush push, PushCause cause, int httpStatus, Instant now) {
    meters.deadLettered(cause.getReason());
    DeadLetter deadLetter = DeliveryRecords.deadLetter(push, cause, httpStatus, now);
    // The dead letter first: an outcome that promises one must find it there.
    return publisher
        .publish(
            Topics.PUSH_DEAD_LETTERS,
            push.userKey(),
            deadLetter,
            DeliveryRecords.headers(deadLetter))
        .thenCompose(_ -> record(push, Outcome.DEAD_LETTERED, cause, now));
  }

  private CompletableFuture<Void> tellOwner(DeviceTokenEvent event) {
    return publisher.publish(
        Topics.DEVICE_TOKEN_EVENTS,
        RecordKeys.device(event.getAppId(), event.getDeviceId()),
        event);
  }

  private CompletableFuture<Void> orInternalError(
      DevicePush push, Supplier<CompletableFuture<Void>> step) {
    return attempted(step).exceptionallyCompose(failure -> internalError(push, failure));
  }

  private CompletableFuture<Void> internalError(DevicePush push, Throwable failure) {
    if (PublisherClosedException.isCauseOf(failure)) {
      return CompletableFuture.failedFuture(failure);
    }
    Throwable fault =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    limited.error(
        Reason.INTERNAL_ERROR,
        "Push {} met an internal error and is dead-lettered",
        push.id(),
        SafeText.withoutMessages(fault));
    PushCause cause = PushCauses.of(Reason.INTERNAL_ERROR, fault.getClass().getSimpleName());
    return attempted(() -> deadLetter(push, cause, 0, clock.instant()));
  }

  private static CompletableFuture<Void> attempted(Supplier<CompletableFuture<Void>> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
