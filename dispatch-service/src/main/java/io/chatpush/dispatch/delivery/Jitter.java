package io.chatpush.dispatch.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The random part that is added to a wait, so that pushes that failed together do not come back
 * together. It is only added, because a wait is a lower bound.
 *
 * @param part of a wait that may be added to it, from 0 to 1
 */
record Jitter(double part) {

  /** Returns the wait with a random part of the jitter. */
  Duration addTo(Duration wait, RandomGenerator random) {
    return times(wait, random.nextDouble());
  }

  /** Returns the longest that {@link #addTo} makes of the wait. */
  Duration longest(Duration wait) {
    return times(wait, 1);
  }

  /** Returns the shortest wait of which {@link #addTo} can make that one. */
  Duration shortest(Duration withJitter) {
    return Duration.ofMillis((long) (withJitter.toMillis() / (1 + part)));
  }

  private Duration times(Duration wait, double share) {
    return Duration.ofMillis((long) Math.ceil(wait.toMillis() * (1 + part * share)));
  }
}
