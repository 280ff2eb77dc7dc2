package io.chatpush.token.device;

import java.util.IllformedLocaleException;
import java.util.Locale;

/**
 * The language a device shows.
 *
 * @param value a well-formed BCP 47 tag of at most 35 characters, e.g. {@code de-CH}; RFC 5646
 *     §4.4.1 asks for room for 35
 */
public record LanguageTag(String value) {

  private static final int MAX_LENGTH = 35;

  /**
   * @throws IllegalArgumentException if the value is no well-formed tag
   */
  public LanguageTag {
    if (value.isEmpty() || value.length() > MAX_LENGTH || !isWellFormed(value)) {
      throw new IllegalArgumentException("must be a BCP 47 language tag such as de-CH");
    }
  }

  private static boolean isWellFormed(String tag) {
    try {
      var _ = new Locale.Builder().setLanguageTag(tag).build();
      return true;
    } catch (IllformedLocaleException e) {
      return false;
    }
  }
}
