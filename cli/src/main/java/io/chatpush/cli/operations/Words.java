package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How tables and pictures say things. */
public final class Words {

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Words() {}

  /** A value as text, or another text where there is none. */
  public static String or(JsonNode value, String otherwise) {
    return value.isMissingNode() || value.isNull() ? otherwise : value.asText();
  }

  /** A time in the zone of who looks. */
  public static String time(JsonNode instant) {
    return instant.isMissingNode() ? "-" : DAY_AND_TIME.format(Instant.parse(instant.asText()));
  }

  /** Returns the state of a dead letter, in the words of the command line. */
  static String deadLetterState(JsonNode letter) {
    String state = letter.path("state").asText().toLowerCase(Locale.ROOT);
    if (letter.path("value_omitted").asBoolean()) {
      return state + ", value not kept";
    }
    if (letter.path("schema_unavailable").asBoolean()) {
      return state + ", not readable now";
    }
    return state.equals("open") && letter.path("expired").asBoolean() ? "open, expired" : state;
  }

  /** RETRIES_EXHAUSTED as people would say it: retries exhausted. */
  static String spoken(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A duration to one or two units. */
  static String duration(Duration duration) {
    // Not by toMillis() first: it throws for a duration that does not fit, which a record may
    // claim.
    if (duration.toSeconds() < 1 && duration.toSeconds() > -1_000_000) {
      return duration.toMillis() + " ms";
    }
    if (duration.toSeconds() < 60) {
      return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
    }
    if (duration.toMinutes() < 60) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toHours() < 48
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
  }
}
