package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.RenderedPayload;
import io.chatpush.dispatch.push.TimeToLive;
import io.chatpush.events.AddressType;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request becomes one outcome per device, or a retry that will. The unit of retry is the unit
 * of failure: a device that got its push is never sent to again because another one failed.
 *
 * <p>Thread-safe. Nothing here blocks: it runs on the consumer's thread and on the gateway's.
 */
final class Delivery {

  private final PushGateway gateway;
  private final RetryPolicy retries;
  private final SendLimit sends;
  private final EventPublisher publisher;
  private final OutcomeLedger ledger;
  private final DeliveryMeters meters;
  private final Clock clock;

  Delivery(
      PushGateway gateway,
      RetryPolicy retries,
      SendLimit sends,
      EventPublisher publisher,
      OutcomeLedger ledger,
      DeliveryMeters meters,
      Clock clock) {
    this.gateway = gateway;
    this.retries = retries;
    this.sends = sends;
    this.publisher = publisher;
    this.ledger = ledger;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Delivers to every device of the request.
   *
   * @param mayBegin asked before each send; false drops the rest of the request, which is somebody
   *     else's then
   * @return completes when everything that the request led to is safe in Kafka; exceptionally if
   *     that cannot be, never if the request was dropped: in both cases it must not be committed
   */
  CompletableFuture<Void> deliver(PushRequest request, BooleanSupplier mayBegin) {
    CompletableFuture<?>[] devices =
        request.getDevices().stream()
            .map(device -> deliver(request, device, mayBegin))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(devices);
  }

  private CompletableFuture<Void> deliver(
      PushRequest request, RequestDevice device, BooleanSupplier mayBegin) {
    CompletableFuture<Void> safe = new CompletableFuture<>();
    PushId pushId =
        PushId.ofDevice(request.getAppId(), request.getMessageId(), device.getDeviceId());
    sends.submit(() -> {
      if (!mayBegin.getAsBoolean()) {
        sends.release();
        return;
      }
      Instant begun = clock.instant();
      if (begun.isAfter(request.getExpiresAt())) {
        sends.release();
        var _ =
            expired(request, device, pushId, begun)
                .whenComplete((done, failure) -> pass(failure, safe));
        return;
      }
      var _ =
          send(request, device, pushId, begun)
              .handle(Delivery::foldAbsence)
              .whenComplete((outcome, never) -> {
                sends.release();
                meters.answered(outcome);
              })
              .thenCompose(outcome -> settle(request, device, pushId, outcome, begun))
              .whenComplete((done, failure) -> pass(failure, safe));
    });
    return safe;
  }

  private CompletableFuture<DeliveryOutcome> send(
      PushRequest request, RequestDevice device, PushId pushId, Instant now) {
    try {
      RenderedContent content = request.getContents().get(device.getContent());
      return gateway.send(
          new PushAttempt(
              request.getAppId(),
              addressOf(device),
              pushId,
              new RenderedPayload(
                  content.getPayload(), content.getPushIdOffsets(), content.getTtlOffset()),
              timeToLive(now, request.getExpiresAt())));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The absence of an answer is an exception only up to here: the push may or may not have been
   * taken.
   */
  private static DeliveryOutcome foldAbsence(
      @Nullable DeliveryOutcome outcome, @Nullable Throwable failure) {
    return outcome == null ? new Deferred("NO_ANSWER", 0, null) : outcome;
  }

  private CompletableFuture<Void> settle(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      DeliveryOutcome outcome,
      Instant begun) {
    Instant now = clock.instant();
    int attempt = request.getAttempt();
    return switch (retries.after(outcome, attempt, now, request.getExpiresAt())) {
      case NextStep.Accept(var fcmMessageId) ->
          ledger.record(
              DeliveryRecords.outcome(
                  request, device, pushId, Outcome.ACCEPTED, null, fcmMessageId, attempt, now));
      case NextStep.Retire() -> {
        meters.retired();
        yield CompletableFuture.allOf(
            publisher.publish(
                Topics.DEVICE_TOKEN_EVENTS,
                RecordKeys.device(request.getAppId(), device.getDeviceId()),
                DeliveryRecords.retired(request, device, begun)),
            ledger.record(
                DeliveryRecords.outcome(
                    request,
                    device,
                    pushId,
                    Outcome.TOKEN_RETIRED,
                    "UNREGISTERED",
                    null,
                    attempt,
                    now)));
      }
      case NextStep.Expire(var reason) ->
          ledger.record(
              DeliveryRecords.outcome(
                  request, device, pushId, Outcome.EXPIRED, reason, null, attempt, now));
      case NextStep.DeadLetter why -> {
        meters.deadLettered();
        DeadLetter deadLetter = DeliveryRecords.deadLetter(request, device, pushId, why, now);
        // The letter first: an outcome that promises one must find it there.
        yield publisher
            .publish(
                Topics.PUSH_DEAD_LETTERS,
                userKey(request),
                deadLetter,
                DeliveryRecords.headers(deadLetter))
            .thenCompose(written ->
                ledger.record(
                    DeliveryRecords.outcome(
                        request,
                        device,
                        pushId,
                        Outcome.DEAD_LETTERED,
                        why.reason(),
                        null,
                        attempt,
                        now)));
      }
      case NextStep.Retry(var notBefore) -> {
        meters.retried();
        yield publisher.publish(
            Topics.PUSH_RETRY_10S,
            userKey(request),
            DeliveryRecords.retry(request, device, notBefore, now));
      }
    };
  }

  private CompletableFuture<Void> expired(
      PushRequest request, RequestDevice device, PushId pushId, Instant now) {
    return ledger.record(
        DeliveryRecords.outcome(
            request,
            device,
            pushId,
            Outcome.EXPIRED,
            "TOO_LATE",
            null,
            request.getAttempt() - 1,
            now));
  }

  private static void pass(@Nullable Throwable failure, CompletableFuture<Void> to) {
    if (failure == null) {
      to.complete(null);
    } else {
      to.completeExceptionally(failure);
    }
  }

  private static PushAddress addressOf(RequestDevice device) {
    return new PushAddress(
        device.getAddressType() == AddressType.FID ? PushAddress.Type.FID : PushAddress.Type.TOKEN,
        device.getAddressValue());
  }

  private static Duration timeToLive(Instant now, Instant expiresAt) {
    Duration left = Duration.ofSeconds(Duration.between(now, expiresAt).toSeconds());
    return left.compareTo(TimeToLive.MAXIMUM) > 0 ? TimeToLive.MAXIMUM : left;
  }

  private static String userKey(PushRequest request) {
    return RecordKeys.user(request.getAppId(), request.getUserId());
  }
}
