package io.chatpush.dispatch.operations.deadletters;

import java.time.Duration;

/**
 * Spreads work evenly at a rate. What a stall held up is not caught up with, but for a tenth of a
 * second: a rate is asked for so that nothing gets more. Times are of {@link System#nanoTime}. Used
 * by one thread.
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

  /** Takes the next turn and says how long to wait for it; zero or less means not at all. */
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
