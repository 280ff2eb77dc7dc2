package io.chatpush.service;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A log for lines that other systems can cause, such as one line per unusable record. It writes a
 * limited number of lines a minute for each reason, so that a flood of bad records neither fills
 * the disk nor hides other lines. The first line after a suppression says how many were suppressed.
 *
 * <p>The message must not hold text of a record; see {@link SafeText} for the exceptions. Metrics
 * count what the log suppresses.
 *
 * <p>Thread-safe.
 */
public final class RateLimitedLog {

  /** Ten lines show whether the records of a flood have the same fault. */
  private static final int LINES_PER_MINUTE = 10;

  /**
   * Reasons are codes of closed sets, or of one for each configured app; more than this share one
   * limit, so that memory is bounded.
   */
  private static final int MOST_REASONS = 2_000;

  private static final long MINUTE_MILLIS = 60_000;

  private final Logger log;
  private final Clock clock;
  private final int linesPerMinute;
  private final Map<Object, Minute> minutes = new ConcurrentHashMap<>();
  private final Minute others = new Minute();

  /** Writes at most ten lines a minute for each reason. */
  public RateLimitedLog(Logger log, Clock clock) {
    this(log, clock, LINES_PER_MINUTE);
  }

  /**
   * @param linesPerMinute the most lines in a minute for one reason, at least 1
   */
  public RateLimitedLog(Logger log, Clock clock, int linesPerMinute) {
    if (linesPerMinute < 1) {
      throw new IllegalArgumentException("lines per minute: " + linesPerMinute);
    }
    this.log = log;
    this.clock = clock;
    this.linesPerMinute = linesPerMinute;
  }

  /**
   * Writes a warning unless the reason has used up its lines of this minute.
   *
   * @param reason the fault, a constant or a code of a closed set; where one app could use up the
   *     lines of the others, with the app. It is not printed
   * @param format as in SLF4J; a throwable as the last argument is printed with its stack
   */
  public void warn(Object reason, String format, Object... arguments) {
    write(Level.WARN, reason, format, arguments);
  }

  /** Writes an error; otherwise as {@link #warn}. */
  public void error(Object reason, String format, Object... arguments) {
    write(Level.ERROR, reason, format, arguments);
  }

  private void write(Level level, Object reason, String format, Object... arguments) {
    long suppressed = minuteOf(reason).enter(clock.millis(), linesPerMinute);
    if (suppressed < 0) {
      return;
    }
    if (suppressed == 0) {
      log.atLevel(level).log(format, arguments);
    } else {
      log.atLevel(level)
          .log(format + " (" + suppressed + " similar lines before it were suppressed)", arguments);
    }
  }

  private Minute minuteOf(Object reason) {
    Minute known = minutes.get(reason);
    if (known != null) {
      return known;
    }
    return minutes.size() < MOST_REASONS
        ? minutes.computeIfAbsent(reason, _ -> new Minute())
        : others;
  }

  /** The lines of one reason; guarded by itself. */
  private static final class Minute {
    private long began;
    private int lines;
    private long suppressed;

    /** Returns the number of lines suppressed before this one, or -1 to suppress this one. */
    synchronized long enter(long now, int limit) {
      // A clock that was set back begins a new minute, too.
      if (lines == 0 || now - began >= MINUTE_MILLIS || now < began) {
        began = now;
        lines = 0;
      }
      if (lines == limit) {
        suppressed++;
        return -1;
      }
      lines++;
      long before = suppressed;
      suppressed = 0;
      return before;
    }
  }
}
