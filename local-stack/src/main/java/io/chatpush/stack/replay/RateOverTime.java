package io.chatpush.stack.replay;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a counter has grown over the last ten looks at it. */
final class RateOverTime {

  private static final int LOOKS = 10;

  private final Deque<long[]> looks = new ArrayDeque<>();

  /** Looks at the counter now and says how much it grows in a second. */
  double per(long counter) {
    long now = System.nanoTime();
    looks.addLast(new long[] {now, counter});
    if (looks.size() > LOOKS) {
      looks.removeFirst();
    }
    long[] oldest = looks.getFirst();
    return now == oldest[0] ? 0 : (counter - oldest[1]) * 1e9 / (now - oldest[0]);
  }
}
