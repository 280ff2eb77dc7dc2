package io.chatpush.cli.devices;

import java.time.Duration;
import java.util.List;

/**
 * How often something that fails is tried again: longer in all than a service takes to restart.
 * What gets on in between begins anew.
 */
final class Patience {

  /** Waits; a test only notes how long. */
  @FunctionalInterface
  interface Nap {
    void take(Duration duration) throws InterruptedException;
  }

  static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(16),
          Duration.ofSeconds(16));

  private final Nap nap;
  private int failures;

  Patience(Nap nap) {
    this.nap = nap;
  }

  /** Something was done: what fails from now on fails for the first time. */
  void renew() {
    failures = 0;
  }

  /**
   * Waits before another attempt.
   *
   * @return {@code false} where there have been enough
   */
  boolean waitToTryAgain() throws InterruptedException {
    if (failures == DELAYS.size()) {
      return false;
    }
    nap.take(DELAYS.get(failures++));
    return true;
  }
}
