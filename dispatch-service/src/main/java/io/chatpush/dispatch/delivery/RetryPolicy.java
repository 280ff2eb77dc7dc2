package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides between retry and dead letter; the only place that does.
 *
 * <p>The delay before attempt n+1 is {@code initial x multiplier^(n-1)}, at most {@code maximum},
 * at least what FCM asked for, plus a random part of up to {@code jitter} of it. Jitter is only
 * added: FCM's word is a lower bound.
 */
final class RetryPolicy {

  /** Why what has been tried often enough goes to the dead letters. */
  static final String EXHAUSTED = "RETRIES_EXHAUSTED";

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
      case Rejected(var code, int httpStatus) -> new NextStep.DeadLetter(code, code, httpStatus);
      case Deferred deferred -> afterDeferral(deferred, attempt, now, expiresAt);
      case NotSent _ -> throw new IllegalArgumentException("what was not sent is not over");
    };
  }

  /** The least that lies between a failed send and the next. */
  Duration leastWait(Deferred deferred) {
    Duration asked = deferred.retryAfter();
    Duration least =
        deferred.httpStatus() == TOO_MANY_REQUESTS && asked == null
            ? settings.quotaDelay()
            : settings.initialDelay();
    return asked != null && asked.compareTo(least) > 0 ? asked : least;
  }

  private NextStep afterDeferral(Deferred deferred, int attempt, Instant now, Instant expiresAt) {
    if (attempt >= settings.attempts()) {
      return new NextStep.DeadLetter(EXHAUSTED, deferred.code(), deferred.httpStatus());
    }
    Instant notBefore = now.plus(delay(deferred, attempt));
    return notBefore.isAfter(expiresAt)
        ? new NextStep.Expire(deferred.code())
        : new NextStep.Retry(notBefore);
  }

  private Duration delay(Deferred deferred, int attempt) {
    double factor = Math.pow(settings.multiplier(), attempt - 1);
    long grown =
        (long)
            Math.min(
                settings.initialDelay().toMillis() * factor,
                (double) settings.maximumDelay().toMillis());
    Duration asked = deferred.retryAfter();
    if (asked != null) {
      grown = Math.max(grown, asked.toMillis());
    } else if (deferred.httpStatus() == TOO_MANY_REQUESTS) {
      grown = Math.max(grown, settings.quotaDelay().toMillis());
    }
    return Duration.ofMillis(
        (long) Math.ceil(grown * (1 + settings.jitter() * random.nextDouble())));
  }
}
