package io.chatpush.fcm.simulator.ledger;

import java.util.Arrays;

/**
 * Requests in the last 60 seconds, and the most there ever were in any 60, by whole seconds: what a
 * quota a minute is measured by. Safe for use by several threads.
 */
final class RequestWindow {

  private static final int SECONDS = 60;

  private final long[] buckets = new long[SECONDS];
  private long second = Long.MIN_VALUE;
  private long inWindow;
  private long most;

  synchronized void add(long epochSecond) {
    advance(epochSecond);
    buckets[(int) (second % SECONDS)]++;
    inWindow++;
    most = Math.max(most, inWindow);
  }

  /**
   * Adds one if that leaves no more than so many in the window.
   *
   * @return 0 if it did, else the seconds until there is room
   */
  synchronized long addWithin(long limit, long epochSecond) {
    advance(epochSecond);
    if (inWindow < limit) {
      add(second);
      return 0;
    }
    int ahead = 1;
    while (ahead < SECONDS && buckets[(int) ((second + ahead) % SECONDS)] == 0) {
      ahead++;
    }
    return ahead;
  }

  synchronized long now(long epochSecond) {
    advance(epochSecond);
    return inWindow;
  }

  synchronized long most() {
    return most;
  }

  private void advance(long epochSecond) {
    if (second == Long.MIN_VALUE || epochSecond - second >= SECONDS) {
      Arrays.fill(buckets, 0);
      inWindow = 0;
      second = epochSecond;
    }
    while (second < epochSecond) {
      second++;
      int oldest = (int) (second % SECONDS);
      inWindow -= buckets[oldest];
      buckets[oldest] = 0;
    }
  }
}
