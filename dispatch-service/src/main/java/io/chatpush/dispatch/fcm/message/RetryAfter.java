package io.chatpush.dispatch.fcm.message;

import io.chatpush.rules.EventLimits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Retry-After}: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

  /** A longer wait means never. */
  private static final Duration LONGEST = EventLimits.LONGEST_TIME_TO_LIVE;

  private RetryAfter() {}

  /** Zero to 28 days; {@code null} for what is no such header. */
  static @Nullable Duration parse(String header, Instant now) {
    String value = header.strip();
    Duration wait;
    try {
      wait =
          !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(value.length() > 10 ? "9999999999" : value))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
