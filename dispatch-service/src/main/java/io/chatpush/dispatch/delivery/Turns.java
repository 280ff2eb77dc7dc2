package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Ended;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.pacing.Sending;
import io.chatpush.dispatch.pacing.Turn;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Lane;
import io.chatpush.events.PushRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pushes of a request to their turn: each device's push is sent when {@link Pacer} says
 * so, held while its project is paused, and given to {@link Settlement} with what it came to. The
 * unit of retry is the unit of failure: a device that got its push is never sent to again because
 * another one failed.
 *
 * <p>Thread-safe. Nothing here blocks: it runs on the consumer's thread and on the gateway's.
 */
final class Turns {

  /** After as many failures as a probe, a push goes to a retry topic like any other that fails. */
  private static final int MOST_FAILED_PROBES = 3;

  private final PushGateway gateway;
  private final Pacer pacer;
  private final RetryPolicy retries;
  private final Settlement settlement;
  private final DeliveryMeters meters;
  private final Clock clock;

  Turns(
      PushGateway gateway,
      Pacer pacer,
      RetryPolicy retries,
      Settlement settlement,
      DeliveryMeters meters,
      Clock clock) {
    this.gateway = gateway;
    this.pacer = pacer;
    gateway.projects().forEach(pacer::open);
    this.retries = retries;
    this.settlement = settlement;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Delivers to every device of the request.
   *
   * @param slot asked before each send; if it is gone the rest of the request is dropped, because
   *     another consumer has the partition then
   * @param request has passed {@link PushRequestRules}
   * @return completes when everything that the request led to is safe in Kafka; never if the
   *     request was dropped, which must not be committed then. Exceptionally with {@link
   *     PublisherClosedException} at a stop, and with {@link AbandonedPushesException} if not even
   *     a dead letter could be written for some devices
   */
  CompletableFuture<Void> deliver(PushRequest request, Slot slot) {
    CompletableFuture<?>[] devices =
        request.getDevices().stream()
            .map(device -> deliver(DevicePush.of(request, device), slot))
            .toArray(CompletableFuture<?>[]::new);
    return AbandonedPushesException.allOf(devices);
  }

  private CompletableFuture<Void> deliver(DevicePush push, Slot slot) {
    Project project = gateway.project(push.appId());
    if (project == null) {
      return appIsGone(push, slot);
    }
    DeviceSend send = new DeviceSend(push, project, slot);
    pacer.submit(project, send.lane(), send);
    return send.safe;
  }

  /** Fan-out lets no unknown app through: the app was taken out of the settings since. */
  private CompletableFuture<Void> appIsGone(DevicePush push, Slot slot) {
    return slot.begin()
        ? settlement.end(push, new Rejected(Rejected.APP_UNKNOWN, 0), clock.instant())
        : new CompletableFuture<>();
  }

  /** Sets the request aside unsent, to come back through the join; counts no attempt. */
  CompletableFuture<Void> park(PushRequest request, Slot slot) {
    return slot.begin() ? settlement.park(request) : new CompletableFuture<>();
  }

  /**
   * Whether the project of the app sends nothing now, or not as much as it should: it is paused, or
   * at its quota.
   */
  boolean isHeldUp(String appId) {
    Project project = gateway.project(appId);
    return project != null && pacer.isHeldUp(project);
  }

  /** Whether an app whose project is held up can be in the way of another, of any project. */
  boolean hasSeveralApps() {
    return gateway.projects().size() > 1;
  }

  /** One device's push on its way through its turns: usually one. */
  private final class DeviceSend implements Sending {

    private final DevicePush push;
    private final Project project;
    private final Slot slot;
    private final CompletableFuture<Void> safe = new CompletableFuture<>();

    /** Of one turn after the other; the pacer's queue hands it from thread to thread. */
    private int failedProbes;

    private DeviceSend(DevicePush push, Project project, Slot slot) {
      this.push = push;
      this.project = project;
      this.slot = slot;
    }

    @Override
    public String appId() {
      return push.appId();
    }

    private Lane lane() {
      return push.envelope().getLane();
    }

    @Override
    public boolean isWanted() {
      if (slot.isGone()) {
        return false;
      }
      Instant now = clock.instant();
      if (!now.isAfter(push.expiresAt())) {
        return true;
      }
      if (slot.begin()) {
        endsWith(settlement.expire(push, now));
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
        answer = gateway.send(push.attempt(begun));
      } catch (RuntimeException | Error e) {
        // It is no verdict on the project: as one, this push would pause all others, and again at
        // each probe.
        turn.withdraw();
        endsWith(settlement.fail(push, e));
        return;
      }
      var _ =
          answer
              .handle(Turns::foldAbsence)
              .thenAccept(outcome -> answered(turn, outcome, begun))
              .exceptionally(failure -> {
                endsWith(settlement.fail(push, failure));
                return null;
              });
    }

    private void answered(Turn turn, DeliveryOutcome outcome, Instant begun) {
      // The verdict first: it may pause the project, and then the push waits in the pacer.
      turn.end(outcome.verdict());
      meters.answered(outcome);
      switch (outcome) {
        case Ended ended -> endsWith(settlement.end(push, ended, begun));
        case Deferred deferred -> {
          if (!waitsForItsProject(deferred, turn.isProbe())) {
            endsWith(settlement.retry(push, deferred));
          } else if (turn.isProbe()) {
            // Behind the others, so that after the next pause they show whether the project works.
            pacer.submit(project, lane(), this);
          } else {
            pacer.submitAgain(project, lane(), this);
          }
        }
        // What FCM never looked at is not this push's fault and costs it no attempt.
        case NotSent _ -> pacer.submitAgain(project, lane(), this);
      }
    }

    /**
     * What failed with its whole project costs the push no attempt: the pause is made as long as
     * the push must wait. But a push that fails as a probe again and again may be the only one that
     * fails, and must not keep the project paused.
     */
    private boolean waitsForItsProject(Deferred deferred, boolean probe) {
      if (probe) {
        failedProbes++;
      }
      return failedProbes <= MOST_FAILED_PROBES
          && pacer.pauseAtLeast(project, retries.leastWait(deferred));
    }

    private void endsWith(CompletableFuture<Void> settled) {
      var _ =
          settled.whenComplete((_, failure) -> {
            if (failure == null) {
              safe.complete(null);
            } else {
              safe.completeExceptionally(failure);
            }
          });
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
}
