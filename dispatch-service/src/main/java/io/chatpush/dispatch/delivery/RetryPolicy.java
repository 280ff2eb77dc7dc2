package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.events.Reason;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.RetryTier;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides between retry and dead letter; the only place that does.
 *
 * <p>The wait after attempt n is that of the nth {@link RetryTier}, or what FCM asked for if that
 * is longer; after a 429 that asks for nothing it is {@code quotaDelay} at least. To it comes a
 * random part of up to {@code jitter} of it. Jitter is only added: FCM's word is a lower bound.
 */
final class RetryPolicy {

  static final int TOO_MANY_REQUESTS = 429;

  private final DeliveryProperties.Retry settings;
  private final RandomGenerator random;

  RetryPolicy(DeliveryProperties.Retry settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * @param attempt the number of the send that came to {@code outcome}, from 1
   */
  NextStep after(DeliveryOutcome outcome, int attempt, Instant now, Instant expiresAt) {
    return switch (outcome) {
      case Accepted(var fcmMessageId) -> new NextStep.Accept(fcmMessageId);
      case TokenRetired() -> new NextStep.Retire();
      case Rejected(var code, int httpStatus) ->
          new NextStep.DeadLetter(PushCauses.of(Reason.REJECTED, code), httpStatus);
      case AddressRefused(var code, int httpStatus) ->
          new NextStep.RefuseAddress(
              new NextStep.DeadLetter(PushCauses.of(Reason.INVALID_ADDRESS, code), httpStatus));
      case Deferred deferred -> afterDeferral(deferred, attempt, now, expiresAt);
      case NotSent _ -> throw new IllegalArgumentException("what was not sent is not over");
    };
  }

  /** The least that lies between a failed send and the next. */
  Duration leastWait(Deferred deferred) {
    return waitAfter(deferred, 1);
  }

  /** When and where to try what was not tried, for its project is held up. */
  NextStep.Retry later(Instant now) {
    Duration wait = RetryTier.AFTER_1M.delay();
    return new NextStep.Retry(now.plus(withJitter(wait)), RetryTier.AFTER_1M.topic());
  }

  private NextStep afterDeferral(Deferred deferred, int attempt, Instant now, Instant expiresAt) {
    if (attempt >= settings.attempts()) {
      return new NextStep.DeadLetter(
          PushCauses.of(Reason.RETRIES_EXHAUSTED, deferred.code()), deferred.httpStatus());
    }
    Duration wait = waitAfter(deferred, attempt);
    Instant notBefore = now.plus(withJitter(wait));
    return notBefore.isAfter(expiresAt)
        ? new NextStep.Expire(PushCauses.of(Reason.DEFERRED, deferred.code()))
        : new NextStep.Retry(notBefore, RetryTiers.topicFor(wait));
  }

  private Duration withJitter(Duration wait) {
    return Duration.ofMillis(
        (long) Math.ceil(wait.toMillis() * (1 + settings.jitter() * random.nextDouble())));
  }

  private Duration waitAfter(Deferred deferred, int attempt) {
    Duration ours = RetryTiers.delayAfter(attempt);
    Duration asked = deferred.retryAfter();
    if (asked == null) {
      asked = deferred.httpStatus() == TOO_MANY_REQUESTS ? settings.quotaDelay() : Duration.ZERO;
    }
    return ours.compareTo(asked) >= 0 ? ours : asked;
  }
}
