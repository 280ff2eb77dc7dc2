package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.schemas.RetryTier;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides whether and when a push that FCM deferred is sent again; the only place that does.
 *
 * <p>The wait after attempt n is that of the nth {@link RetryTier}, or what FCM asked for if that
 * is longer; after a 429 that asks for nothing it is {@code quotaDelay} at least. To it comes the
 * {@link Jitter}.
 */
final class RetryPolicy {

  private final DeliveryProperties.Retry settings;
  private final Jitter jitter;
  private final RandomGenerator random;

  RetryPolicy(DeliveryProperties.Retry settings, RandomGenerator random) {
    this.settings = settings;
    this.jitter = new Jitter(settings.jitter());
    this.random = random;
  }

  /**
   * Returns the next step after a send.
   *
   * @param attempt the number of the send that was deferred, from 1
   */
  NextStep after(Deferred deferred, int attempt, Instant now, Instant expiresAt) {
    if (attempt >= settings.attempts()) {
      return new NextStep.GiveUp();
    }
    Duration wait = waitAfter(deferred, attempt);
    Instant notBefore = now.plus(jitter.addTo(wait, random));
    return notBefore.isAfter(expiresAt)
        ? new NextStep.Expire()
        : new NextStep.Retry(notBefore, RetryTier.ofWait(wait).topic());
  }

  /** The least time between a failed send and the next. */
  Duration leastWait(Deferred deferred) {
    return waitAfter(deferred, 1);
  }

  /** Returns when and where to try a push that was not tried, because its project is held up. */
  NextStep.Retry later(Instant now) {
    RetryTier tier = RetryTier.AFTER_1M;
    return new NextStep.Retry(now.plus(jitter.addTo(tier.delay(), random)), tier.topic());
  }

  private Duration waitAfter(Deferred deferred, int attempt) {
    Duration ours = RetryTier.afterAttempt(attempt).delay();
    Duration asked = deferred.retryAfter();
    if (asked == null) {
      asked = deferred.isThrottled() ? settings.quotaDelay() : Duration.ZERO;
    }
    return ours.compareTo(asked) >= 0 ? ours : asked;
  }
}
