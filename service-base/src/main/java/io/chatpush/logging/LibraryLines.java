package io.chatpush.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the lines that each logger of a library may write in a minute, because what libraries log
 * can often be caused from outside: a request that is no HTTP, a connection that is cut, a record.
 * chatpush's own loggers are not limited here; they limit each kind of line, see {@code
 * RateLimitedLog}. Thread-safe.
 */
final class LibraryLines {

  /** Enough to see what is wrong; in a day of a flood 43,200 lines of one logger. */
  static final int LINES_PER_MINUTE = 30;

  private static final String OURS = "io.chatpush.";

  /** Names of loggers are in the code of libraries. Those beyond share one limit. */
  private static final int MOST_LOGGERS = 1_000;

  private static final long MINUTE_MILLIS = 60_000;

  private final Map<String, Minute> minutes = new ConcurrentHashMap<>();
  private final Minute others = new Minute();

  /**
   * Counts a line.
   *
   * @param now of the line, in milliseconds since 1970
   * @return how many lines of the logger were left out before this one, or -1 to leave this one out
   */
  long enter(String logger, long now) {
    return logger.startsWith(OURS) ? 0 : minuteOf(logger).enter(now);
  }

  private Minute minuteOf(String logger) {
    Minute known = minutes.get(logger);
    if (known != null) {
      return known;
    }
    return minutes.size() < MOST_LOGGERS
        ? minutes.computeIfAbsent(logger, _ -> new Minute())
        : others;
  }

  /** The lines of one logger; guarded by itself. */
  private static final class Minute {
    private long began;
    private int lines;
    private long leftOut;

    synchronized long enter(long now) {
      // A clock that was set back begins a new minute, too.
      if (lines == 0 || now - began >= MINUTE_MILLIS || now < began) {
        began = now;
        lines = 0;
      }
      if (lines == LINES_PER_MINUTE) {
        leftOut++;
        return -1;
      }
      lines++;
      long before = leftOut;
      leftOut = 0;
      return before;
    }
  }
}
