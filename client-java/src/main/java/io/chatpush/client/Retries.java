package io.chatpush.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a request is repeated, and when. Every request may be repeated, because the id of a
 * message decides the ids of its pushes.
 *
 * @param attempts the largest number of requests, with the first one; at least 1
 * @param first the wait after the first attempt; each further one is twice as long
 * @param longest the longest wait, also where the answer has {@code Retry-After}
 */
record Retries(int attempts, Duration first, Duration longest) {

  /** Waits of 8 to 11 s in all, or of 40 s where chatpush asks for 10 s each time. */
  static final Retries DEFAULT = new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(60));

  Retries {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1");
    }
  }

  /**
   * Returns the wait before the next attempt.
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param retryAfter what the answer asks for; zero if it asks for nothing
   */
  Duration wait(int attempt, Duration retryAfter, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(attempt - 1, 20);
    // Up to half as long again, so that many clients do not come back at once.
    long backoff = Math.min(longest.toMillis(), doubled + random.nextLong(doubled / 2 + 1));
    return Duration.ofMillis(Math.max(backoff, min(longest, retryAfter).toMillis()));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
