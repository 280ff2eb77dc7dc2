package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.dispatch.pacing.Lane;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.pacing.Sending;
import io.chatpush.dispatch.pacing.Turn;
import io.chatpush.dispatch.pacing.Verdict;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.RenderedPayload;
import io.chatpush.dispatch.push.TimeToLive;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.AddressType;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request becomes one outcome per device, or a retry that will. The unit of retry is the unit
 * of failure: a device that got its push is never sent to again because another one failed.
 *
 * <p>Thread-safe. Nothing here blocks: it runs on the consumer's thread and on the gateway's.
 */
final class Delivery {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final Verdict HEALTHY = new Verdict.Healthy();

  private final PushGateway gateway;
  private final RetryPolicy retries;
  private final Map<String, Project> projects;
  private final Pacer pacer;
  private final EventPublisher publisher;
  private final OutcomeLedger ledger;
  private final DeliveryMeters meters;
  private final Clock clock;
  private final RateLimitedLog limited;

  Delivery(
      PushGateway gateway,
      RetryPolicy retries,
      Pacer pacer,
      EventPublisher publisher,
      OutcomeLedger ledger,
      DeliveryMeters meters,
      Clock clock) {
    this.gateway = gateway;
    this.retries = retries;
    this.projects = gateway.projects();
    this.pacer = pacer;
    projects.values().forEach(pacer::open);
    this.publisher = publisher;
    this.ledger = ledger;
    this.meters = meters;
    this.clock = clock;
    limited = new RateLimitedLog(log, clock);
  }

  /**
   * Delivers to every device of the request.
   *
   * @param slot asked before each send; if it is gone the rest of the request is dropped, which is
   *     somebody else's then
   * @param request has passed {@link PushRequestRules}
   * @return completes when everything that the request led to is safe in Kafka; never if the
   *     request was dropped, which must not be committed then. Exceptionally with {@link
   *     PublisherClosedException} at a stop, and with {@link AbandonedPushesException} if not even
   *     a dead letter could be written for some devices
   */
  CompletableFuture<Void> deliver(PushRequest request, Slot slot) {
    CompletableFuture<?>[] devices =
        request.getDevices().stream()
            .map(device -> deliver(request, device, slot))
            .toArray(CompletableFuture<?>[]::new);
    return AbandonedPushesException.allOf(devices);
  }

  private CompletableFuture<Void> deliver(PushRequest request, RequestDevice device, Slot slot) {
    PushId pushId = pushId(request, device);
    Project project = projects.get(appId(request));
    if (project == null) {
      return appIsGone(request, device, pushId, slot);
    }
    DeviceSend send = new DeviceSend(request, device, pushId, project, slot);
    pacer.submit(project, send.lane(), send);
    return send.safe;
  }

  /**
   * Whether the project of the app sends nothing now, or not as much as it should: it is paused, or
   * at its quota.
   */
  boolean isHeldUp(String appId) {
    Project project = projects.get(appId);
    return project != null && pacer.isHeldUp(project);
  }

  /** Whether an app whose project is held up can be in the way of another, of any project. */
  boolean hasSeveralApps() {
    return projects.size() > 1;
  }

  /** Sets the request aside unsent, to come back through the join; counts no attempt. */
  CompletableFuture<Void> park(PushRequest request, Slot slot) {
    if (!slot.begin()) {
      return new CompletableFuture<>();
    }
    return attempted(
            () -> {
              NextStep.Retry later = retries.later(clock.instant());
              return publisher
                  .publish(
                      later.topic(),
                      userKey(request),
                      DeliveryRecords.parked(request, later.notBefore()))
                  .thenRun(() -> meters.parked(request.getDevices().size()));
            })
        .exceptionallyCompose(failure -> {
          CompletableFuture<?>[] devices =
              request.getDevices().stream()
                  .map(device -> internalError(request, device, pushId(request, device), failure))
                  .toArray(CompletableFuture<?>[]::new);
          return AbandonedPushesException.allOf(devices);
        });
  }

  /** After as many failures as a probe, a push goes to a retry topic like any other that fails. */
  private static final int MOST_FAILED_PROBES = 3;

  /** One device's push on its way through its turns: usually one. */
  private final class DeviceSend implements Sending {

    private final PushRequest request;
    private final RequestDevice device;
    private final PushId pushId;
    private final Project project;
    private final Slot slot;
    private final CompletableFuture<Void> safe = new CompletableFuture<>();

    /** Of one turn after the other; the pacer's queue hands it from thread to thread. */
    private int failedProbes;

    private DeviceSend(
        PushRequest request, RequestDevice device, PushId pushId, Project project, Slot slot) {
      this.request = request;
      this.device = device;
      this.pushId = pushId;
      this.project = project;
      this.slot = slot;
    }

    private Lane lane() {
      return request.getPush().getLane() == io.chatpush.events.Lane.BULK ? Lane.BULK : Lane.DIRECT;
    }

    @Override
    public String appId() {
      return Delivery.appId(request);
    }

    @Override
    public boolean isWanted() {
      if (slot.isGone()) {
        return false;
      }
      Instant now = clock.instant();
      if (!now.isAfter(request.getPush().getExpiresAt())) {
        return true;
      }
      if (slot.begin()) {
        ended(() -> expired(request, device, pushId, now));
      }
      return false;
    }

    /**
     * Throws nothing: the caller is whoever makes the pacer look for the next push, such as another
     * push whose send has ended.
     */
    @Override
    public void begin(Turn turn) {
      if (!slot.begin()) {
        turn.withdraw();
        return;
      }
      Instant begun = clock.instant();
      CompletableFuture<DeliveryOutcome> answer;
      try {
        answer = send(request, device, pushId, begun);
      } catch (RuntimeException | Error e) {
        // It is no verdict on the project: as one, this push would pause all others, and again at
        // each probe.
        turn.withdraw();
        ended(() -> CompletableFuture.failedFuture(e));
        return;
      }
      var _ =
          answer
              .handle(Delivery::foldAbsence)
              .thenAccept(outcome -> answered(turn, outcome, begun))
              .exceptionally(failure -> {
                ended(() -> CompletableFuture.failedFuture(failure));
                return null;
              });
    }

    private void answered(Turn turn, DeliveryOutcome outcome, Instant begun) {
      // The verdict first: it may pause the project, and then the push waits in the pacer.
      turn.end(verdict(outcome));
      meters.answered(outcome);
      if (!isHeld(outcome, turn.isProbe())) {
        ended(() -> settle(request, device, pushId, outcome, begun));
      } else if (turn.isProbe() && outcome instanceof Deferred) {
        // Behind the others, so that after the next pause they show whether the project works.
        pacer.submit(project, lane(), this);
      } else {
        pacer.submitAgain(project, lane(), this);
      }
    }

    /**
     * What FCM never looked at is not this push's fault and costs it no attempt. Neither does what
     * failed with its whole project: the pause is made as long as the push must wait. But a push
     * that fails as a probe again and again may be the only one that fails, and must not keep the
     * project paused.
     */
    private boolean isHeld(DeliveryOutcome outcome, boolean probe) {
      return switch (outcome) {
        case Accepted _, TokenRetired _, Rejected _, AddressRefused _ -> false;
        case Deferred deferred -> {
          if (probe) {
            failedProbes++;
          }
          yield failedProbes <= MOST_FAILED_PROBES
              && pacer.pauseAtLeast(project, retries.leastWait(deferred));
        }
        case NotSent _ -> true;
      };
    }

    /** Ends the push by what {@code end} writes, or as an internal error if that fails. */
    private void ended(Supplier<CompletableFuture<Void>> end) {
      var _ =
          orInternalError(end, request, device, pushId)
              .whenComplete((done, failure) -> pass(failure, safe));
    }
  }

  private static Verdict verdict(DeliveryOutcome outcome) {
    return switch (outcome) {
      case Accepted _, TokenRetired _, Rejected _, AddressRefused _ -> HEALTHY;
      case Deferred(String code, int httpStatus, Duration retryAfter) ->
          new Verdict.Failing(code, httpStatus == RetryPolicy.TOO_MANY_REQUESTS, retryAfter);
      // Connections that come and go, as at a GOAWAY every second, are no outage.
      case NotSent(String code, Duration retryAfter) when code.equals(NotSent.NO_STREAM) ->
          new Verdict.Failing(code, false, retryAfter);
      case NotSent(String code, Duration _) -> new Verdict.Unreachable(code);
    };
  }

  /** Fan-out lets no unknown app through: the app was taken out of the settings since. */
  private CompletableFuture<Void> appIsGone(
      PushRequest request, RequestDevice device, PushId pushId, Slot slot) {
    return slot.begin()
        ? orInternalError(
            () ->
                settle(
                    request,
                    device,
                    pushId,
                    new Rejected(Rejected.APP_UNKNOWN, 0),
                    clock.instant()),
            request,
            device,
            pushId)
        : new CompletableFuture<>();
  }

  private CompletableFuture<DeliveryOutcome> send(
      PushRequest request, RequestDevice device, PushId pushId, Instant now) {
    RenderedContent content = request.getContents().get(device.getContent());
    return gateway.send(
        new PushAttempt(
            appId(request),
            addressOf(device),
            pushId,
            new RenderedPayload(
                content.getPayload(), content.getPushIdOffsets(), content.getTtlOffset()),
            timeToLive(now, request.getPush().getExpiresAt())));
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
    int attempt = request.getPush().getAttempt();
    return switch (retries.after(outcome, attempt, now, request.getPush().getExpiresAt())) {
      case NextStep.Accept(var fcmMessageId) ->
          ledger.record(
              DeliveryRecords.outcome(
                  request, device, pushId, Outcome.ACCEPTED, null, fcmMessageId, attempt, now));
      case NextStep.Retire() -> {
        meters.retired();
        // One after the other: if the first fails there is no outcome yet, and there must be one.
        yield tellOwner(DeliveryRecords.retired(request, device, begun))
            .thenCompose(written ->
                ledger.record(
                    DeliveryRecords.outcome(
                        request,
                        device,
                        pushId,
                        Outcome.TOKEN_RETIRED,
                        PushCauses.of(Reason.UNREGISTERED),
                        null,
                        attempt,
                        now)));
      }
      case NextStep.Expire(var cause) ->
          ledger.record(
              DeliveryRecords.outcome(
                  request, device, pushId, Outcome.EXPIRED, cause, null, attempt, now));
      case NextStep.DeadLetter why -> deadLetter(request, device, pushId, why, now);
      // One after the other, as above.
      case NextStep.RefuseAddress(var why) ->
          tellOwner(DeliveryRecords.addressRefused(request, device, why.cause().getReason(), begun))
              .thenCompose(written -> deadLetter(request, device, pushId, why, now));
      case NextStep.Retry(var notBefore, var topic) ->
          publisher
              .publish(
                  topic, userKey(request), DeliveryRecords.retry(request, device, notBefore, now))
              .thenRun(meters::retried);
    };
  }

  private CompletableFuture<Void> deadLetter(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      NextStep.DeadLetter why,
      Instant now) {
    meters.deadLettered(why.cause().getReason());
    DeadLetter deadLetter = DeliveryRecords.deadLetter(request, device, pushId, why, now);
    // The letter first: an outcome that promises one must find it there.
    return publisher
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
                    why.cause(),
                    null,
                    request.getPush().getAttempt(),
                    now)));
  }

  /**
   * Runs a step that writes how a push goes on. Whatever fails in it, the push becomes a dead
   * letter with INTERNAL_ERROR and an outcome, so that neither the push nor the commit of its
   * partition is lost; only a stop leaves it as it is.
   */
  private CompletableFuture<Void> orInternalError(
      Supplier<CompletableFuture<Void>> step,
      PushRequest request,
      RequestDevice device,
      PushId pushId) {
    return attempted(step)
        .exceptionallyCompose(failure -> internalError(request, device, pushId, failure));
  }

  private CompletableFuture<Void> internalError(
      PushRequest request, RequestDevice device, PushId pushId, Throwable failure) {
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
        pushId,
        SafeText.withoutMessages(fault));
    PushCause cause = PushCauses.of(Reason.INTERNAL_ERROR, fault.getClass().getSimpleName());
    return attempted(() ->
        deadLetter(request, device, pushId, new NextStep.DeadLetter(cause, 0), clock.instant()));
  }

  private static CompletableFuture<Void> attempted(Supplier<CompletableFuture<Void>> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> tellOwner(DeviceTokenEvent event) {
    return publisher.publish(
        Topics.DEVICE_TOKEN_EVENTS,
        RecordKeys.device(event.getAppId(), event.getDeviceId()),
        event);
  }

  private CompletableFuture<Void> expired(
      PushRequest request, RequestDevice device, PushId pushId, Instant now) {
    return ledger.record(
        DeliveryRecords.outcome(
            request,
            device,
            pushId,
            Outcome.EXPIRED,
            PushCauses.of(Reason.TOO_LATE),
            null,
            request.getPush().getAttempt() - 1,
            now));
  }

  private static PushId pushId(PushRequest request, RequestDevice device) {
    ChatMessageRef message = request.getPush().getMessage();
    return PushId.ofDevice(
        message.getAppId(), message.getMessageId(), request.getUserId(), device.getDeviceId());
  }

  private static String appId(PushRequest request) {
    return request.getPush().getMessage().getAppId();
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
    return RecordKeys.user(appId(request), request.getUserId());
  }
}
