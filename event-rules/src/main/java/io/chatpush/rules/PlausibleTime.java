package io.chatpush.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a time that came from outside can be real. A time in another unit than milliseconds is
 * thousands of years off, and arithmetic with it may overflow.
 */
public final class PlausibleTime {

  /**
   * Before Kafka, FCM and chatpush. Seconds since 1970, read as milliseconds, are far before it.
   */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private PlausibleTime() {}

  /**
   * Returns a sentence that names the field and the suspected unit; {@code null} if the time is
   * plausible.
   *
   * @param latest the latest time that can be real
   */
  public static @Nullable String fault(String field, Instant time, Instant latest) {
    if (!time.isBefore(EARLIEST) && !time.isAfter(latest)) {
      return null;
    }
    long millis;
    try {
      millis = time.toEpochMilli();
    } catch (ArithmeticException e) {
      return field + " is not a time in milliseconds since 1970";
    }
    return "%s is %d, which is not a time in milliseconds since 1970%s"
        .formatted(field, millis, suspicion(millis, latest.toEpochMilli()));
  }

  private static String suspicion(long millis, long latest) {
    long earliest = EARLIEST.toEpochMilli();
    if (millis == 0) {
      return "; it seems not to have been set";
    }
    if (millis >= earliest / 1_000 && millis <= latest / 1_000) {
      return "; it seems to be in seconds";
    }
    if (millis >= earliest * 1_000 && millis <= latest * 1_000) {
      return "; it seems to be in microseconds";
    }
    if (millis >= earliest * 1_000_000 && millis <= latest * 1_000_000) {
      return "; it seems to be in nanoseconds";
    }
    return millis < earliest ? " after 1999" : " before " + Instant.ofEpochMilli(latest);
  }
}
