package io.chatpush.dispatch.operations.deadletters;

import java.time.Duration;

/**
 * Spreads work evenly at a rate. After a stall it catches up with a tenth of a second at most, so
 * that the rate is never exceeded by more. Times are those of {@link System#nanoTime}. Used by one
 * thread.
 */
final class RateLimiter {

  private static final long CATCH_UP_NANOS = Duration.ofMillis(100).toNanos();

  private final long intervalNanos;
  private long next;
  private boolean begun;

  /**
   * @param perSecond at least 1
   */
  RateLimiter(int perSecond) {
    intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /** Takes the next turn; returns how long to wait for it, zero or less for not at all. */
  Duration take(long nanoTime) {
    if (!begun || nanoTime - next > CATCH_UP_NANOS) {
      next = begun ? nanoTime - CATCH_UP_NANOS : nanoTime;
      begun = true;
    }
    long wait = next - nanoTime;
    next += intervalNanos;
    return Duration.ofNanos(wait);
  }
}
