package io.chatpush.schemas.serde;

import java.time.Duration;

/**
 * An amount of time that may be spent within a minute: all of it at once, after which it comes back
 * evenly over the next minute.
 *
 * <p>Not safe for use by several threads; its owner holds a lock. Times are those of {@link
 * System#nanoTime()}, so they may be negative and may overflow.
 */
final class TimeBudget {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long perMinute;
  private final long perMinuteMillis;
  private long left;
  private long refilledAt;

  /**
   * @param perMinute the amount for each minute
   * @param now the present time
   */
  TimeBudget(Duration perMinute, long now) {
    this.perMinute = perMinute.toNanos();
    this.perMinuteMillis = perMinute.toMillis();
    this.left = this.perMinute;
    this.refilledAt = now;
  }

  /** Returns whether any time is left. */
  boolean hasLeft(long now) {
    refill(now);
    return left > 0;
  }

  /** Spends the time, also if less is left: the debt is paid before anything is left again. */
  void spend(long now, long nanos) {
    refill(now);
    left -= nanos;
  }

  /** Spends the time if that much is left, and returns whether it was. */
  boolean take(long now, long nanos) {
    refill(now);
    if (left < nanos) {
      return false;
    }
    left -= nanos;
    return true;
  }

  private void refill(long now) {
    long elapsed = Math.min(now - refilledAt, MINUTE.toNanos());
    long earned = elapsed * perMinuteMillis / MINUTE.toMillis();
    // What is rounded off would be lost if the budget were asked very often.
    if (earned > 0) {
      left = Math.min(perMinute, left + earned);
      refilledAt = now;
    }
  }
}
