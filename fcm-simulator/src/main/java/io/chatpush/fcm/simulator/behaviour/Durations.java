package io.chatpush.fcm.simulator.behaviour;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 30s}, {@code 5m}. */
public final class Durations {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Durations() {}

  public static boolean isDuration(String text) {
    return TEXT.matcher(text).matches();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what a duration looks like
   */
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration such as 250ms, 30s or 5m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  public static String format(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
