package io.chatpush.token.device;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The time zone a device is in.
 *
 * <p>Of a name only the form is checked: phones learn new zones before servers do, and a device
 * must not stay without its zone because that is younger than our JDK.
 *
 * @param value of the form of an IANA name, e.g. {@code Europe/Zurich}, at most 64 characters; or a
 *     fixed offset from UTC such as {@code +05:30}. {@link ZoneId#of(String)} reads both
 */
public record TimeZoneName(String value) {

  private static final Pattern FORM =
      Pattern.compile("(?=.{1,64}$)[A-Za-z0-9._+-]+(/[A-Za-z0-9._+-]+)*|[+-][0-9]{2}:[0-9]{2}");

  /**
   * An offset as Java ({@code GMT+05:30}), iOS ({@code GMT+0530}), Android ({@code GMT+5:30}) and
   * ECMAScript ({@code +05:30}) write it.
   */
  private static final Pattern OFFSET =
      Pattern.compile("(?:GMT|UTC|UT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?::?00)?");

  /** The largest that are in use, UTC+14 of the Line Islands and UTC-12, are within. */
  private static final int MOST_HOURS = 14;

  private static final int MINUTES = 60;
  private static final String UTC = "UTC";

  /** What ICU and browsers call a zone that they could not find out. */
  private static final String UNKNOWN = "etc/unknown";

  /** The names that this JDK has, by their lower-case form. */
  private static final Map<String, String> KNOWN =
      ZoneId.getAvailableZoneIds().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  name -> name.toLowerCase(Locale.ROOT), Function.identity(), (one, _) -> one));

  /**
   * What is before the slash in these, such as Europe. A new zone is in one of these areas, too.
   */
  private static final Set<String> AREAS =
      KNOWN.keySet().stream()
          .filter(name -> name.indexOf('/') > 0)
          .map(name -> name.substring(0, name.indexOf('/')))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * @throws IllegalArgumentException if the value has not the form of a name or an offset
   */
  public TimeZoneName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("must be an IANA time zone name such as Europe/Zurich");
    }
  }

  /**
   * Returns the zone that a text names, or {@code null} if it names none.
   *
   * <p>Names that this JDK knows get their usual case, legacy names such as {@code Asia/Calcutta}
   * stay, since all tz databases have them. A fixed offset is kept in the form {@code +05:30}: with
   * it a time of day at the device is right until its clocks change, which is better than none, and
   * the app sends its zone at each start. Other names that this JDK does not know are kept if they
   * are in an area that it knows. Abbreviations such as CEST or IST are ambiguous and not kept.
   */
  public static @Nullable TimeZoneName nearest(String text) {
    // Typographers and Unicode's CLDR write a minus sign.
    String name = text.strip().replace('\u2212', '-');
    String known = KNOWN.get(name.replace(' ', '_').toLowerCase(Locale.ROOT));
    if (known != null) {
      return new TimeZoneName(known);
    }
    Matcher offset = OFFSET.matcher(name.toUpperCase(Locale.ROOT));
    if (offset.matches()) {
      return ofOffset(offset);
    }
    if (name.equalsIgnoreCase("Z")) {
      return new TimeZoneName(UTC);
    }
    return mayBeNew(name.toLowerCase(Locale.ROOT)) && FORM.matcher(name).matches()
        ? new TimeZoneName(name)
        : null;
  }

  private static boolean mayBeNew(String name) {
    int slash = name.indexOf('/');
    return slash > 0 && AREAS.contains(name.substring(0, slash)) && !name.equals(UNKNOWN);
  }

  private static @Nullable TimeZoneName ofOffset(Matcher offset) {
    int hours = Integer.parseInt(offset.group(2));
    int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
    if (minutes >= MINUTES || hours * MINUTES + minutes > MOST_HOURS * MINUTES) {
      return null;
    }
    int sign = offset.group(1).equals("-") ? -1 : 1;
    ZoneOffset zone = ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    return new TimeZoneName(zone.equals(ZoneOffset.UTC) ? UTC : zone.getId());
  }
}
