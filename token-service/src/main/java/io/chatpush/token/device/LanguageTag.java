package io.chatpush.token.device;

import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The language a device shows.
 *
 * @param value a well-formed BCP 47 tag of at most 35 characters, e.g. {@code de-CH}; RFC 5646
 *     §4.4.1 asks for room for 35
 */
public record LanguageTag(String value) {

  static final int MAX_LENGTH = 35;

  /**
   * @throws IllegalArgumentException if the value is no well-formed tag
   */
  public LanguageTag {
    if (value.isEmpty() || value.length() > MAX_LENGTH || !isWellFormed(value)) {
      throw new IllegalArgumentException("must be a BCP 47 language tag such as de-CH");
    }
  }

  /**
   * Returns the tag that a text names in one of the forms in which platforms write locales, for
   * example {@code zh-Hans-CN} for {@code zh_CN_#Hans}, or {@code null} if it names no language.
   *
   * <p>The tag is in canonical case and has a language and, where the text has them, a script, a
   * region, variants and private use. It has no extensions: they say how a phone formats numbers
   * and dates, not in which language a push must be, and Android 14's are longer than a tag may be.
   */
  public static @Nullable LanguageTag nearest(String text) {
    String tag = LocaleText.languageTag(text);
    return tag == null ? null : new LanguageTag(tag);
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
