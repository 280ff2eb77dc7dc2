package io.chatpush.benchmark.tokens;

import java.time.Duration;

/**
 * What is measured, and for how long.
 *
 * @param devices to import
 * @param users whose apps send requests
 * @param warmUp before each window
 * @param duration of the window
 */
public record TokenPlan(int devices, int users, Duration warmUp, Duration duration) {

  /** Their access tokens are signed in some seconds, and no user asks twice in a second. */
  private static final int USERS = 5_000;

  /** What can be told to others. */
  public static TokenPlan thorough(int devices, Duration warmUp, Duration duration) {
    return new TokenPlan(devices, USERS, warmUp, duration);
  }

  /** A minute or two, to see that it works: too short for figures to be told. */
  public static TokenPlan quick() {
    return new TokenPlan(50_000, 1_000, Duration.ofSeconds(4), Duration.ofSeconds(5));
  }
}
