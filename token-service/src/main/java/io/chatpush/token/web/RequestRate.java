package io.chatpush.token.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chatpush.problem.ProblemException;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often a user may change or test devices through this instance: so many times at once, and as
 * many again over a minute. An app that registers at each start stays far below it; one that does
 * so in a loop must not fill a topic.
 *
 * <p>The generic cell rate algorithm: one number for each user, the moment at which all that was
 * asked would have been allowed one by one. Thread-safe.
 */
final class RequestRate {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Some 20 MB; who is forgotten before a minute is over gets a new allowance. */
  private static final int MOST_USERS = 200_000;

  private record Person(AppId app, UserId user) {}

  private final Clock clock;
  private final long interval;
  private final Cache<Person, AtomicLong> due =
      Caffeine.newBuilder().expireAfterAccess(WINDOW).maximumSize(MOST_USERS).build();

  /**
   * @param perMinute how many, at least 1
   */
  RequestRate(int perMinute, Clock clock) {
    this.interval = WINDOW.toMillis() / perMinute;
    this.clock = clock;
  }

  /**
   * Counts a request.
   *
   * @throws ProblemException if it is one too many, saying when to come again
   */
  void take(AppId app, UserId user) {
    AtomicLong mark = due.get(new Person(app, user), _ -> new AtomicLong());
    long now = clock.millis();
    while (true) {
      long before = mark.get();
      // A clock that was set back must not shut anybody out for longer than the window.
      long from = before > now + WINDOW.toMillis() ? now : Math.max(before, now);
      long after = from + interval;
      long wait = after - now - WINDOW.toMillis();
      if (wait > 0) {
        throw new TooManyRequestsException(Duration.ofMillis(wait));
      }
      if (mark.compareAndSet(before, after)) {
        return;
      }
    }
  }
}
