package io.chatpush.streams;

import io.chatpush.service.SafeText;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that has failed, after a pause that grows while threads keep failing: a
 * stream that cannot work uses no CPU, and its failure is logged once for each doubling of the
 * number of failures. Thread-safe.
 */
final class StreamThreadFailures implements StreamsUncaughtExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(StreamThreadFailures.class);

  /** Without a failure for this long, the next one counts as the first. */
  private static final long STREAK_ENDS_AFTER = Duration.ofMinutes(2).toNanos();

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String stream;
  private int streak;
  private long lastAt;
  private @Nullable Throwable last;

  /**
   * @param stream the name of the stream in the log
   */
  StreamThreadFailures(String stream) {
    this.stream = stream;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    int count = failed(failure);
    if (Integer.bitCount(count) == 1) {
      // Without the message: that of a serializer may quote what it serializes.
      log.error(
          "a thread of {} failed ({} in a row) and is replaced, what it worked on is done again: {}",
          stream,
          count,
          SafeText.kindOf(failure));
      log.debug("the failure of a thread of {}", stream, failure);
    }
    // One second after the first failure, twice as long after each further one.
    LockSupport.parkNanos(
        Math.min(
            LONGEST_PAUSE.toNanos(), Duration.ofSeconds(1).toNanos() << Math.min(4, count - 1)));
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private synchronized int failed(Throwable failure) {
    long now = System.nanoTime();
    streak = streak > 0 && now - lastAt < STREAK_ENDS_AFTER ? streak + 1 : 1;
    lastAt = now;
    last = failure;
    return streak;
  }

  /** The number of failures in a row, 0 if the last one was some minutes ago. */
  synchronized int streak() {
    return System.nanoTime() - lastAt < STREAK_ENDS_AFTER ? streak : 0;
  }

  /** How long ago the last failure was, in nanoseconds; the longest time if there was none. */
  synchronized long lastAge() {
    return last == null ? Long.MAX_VALUE : System.nanoTime() - lastAt;
  }

  /** The last failure; {@code null} if there was none. */
  synchronized @Nullable Throwable last() {
    return last;
  }
}
