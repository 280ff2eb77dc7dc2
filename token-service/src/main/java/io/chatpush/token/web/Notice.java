package io.chatpush.token.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says of a field that it was taken otherwise than it was sent: a device is not turned away for
 * what it could do without.
 *
 * @param source which field it is, of a closed set; not shown
 * @param field its path in the body, e.g. {@code time_zone} or {@code address.type}; of a member
 *     that this version does not know, its name, escaped and cut
 * @param notice what was done
 * @param value what is stored instead, if anything is
 * @param message the rule that what was sent breaks, where it is not stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Notice(
    @JsonIgnore Source source,
    String field,
    Kind notice,
    @Nullable String value,
    @Nullable String message) {

  /** What was done with a field. Names are part of the contract, in lower case. */
  enum Kind {
    /** It is stored in another form of the same meaning. */
    NORMALISED,
    /** It could not be used, and is unknown from now on. */
    DROPPED,
    /** This version knows no such member. */
    IGNORED;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which field it is: the meter's tag, so names that a client chose are {@link #UNKNOWN}. */
  enum Source {
    PLATFORM,
    ADDRESS_TYPE,
    PREVIOUS_ADDRESS,
    LOCALE,
    TIME_ZONE,
    APP_VERSION,
    UNKNOWN;

    /** Returns what may be done with it. */
    List<Kind> kinds() {
      return switch (this) {
        case PLATFORM, ADDRESS_TYPE -> List.of(Kind.NORMALISED);
        case PREVIOUS_ADDRESS, LOCALE, TIME_ZONE, APP_VERSION ->
            List.of(Kind.NORMALISED, Kind.DROPPED);
        case UNKNOWN -> List.of(Kind.IGNORED);
      };
    }
  }

  static Notice normalised(Source source, String field, String value) {
    return new Notice(source, field, Kind.NORMALISED, value, null);
  }

  static Notice dropped(Source source, String field, String rule) {
    return new Notice(source, field, Kind.DROPPED, null, rule);
  }

  static Notice ignored(String field) {
    return new Notice(Source.UNKNOWN, field, Kind.IGNORED, null, null);
  }
}
