package io.chatpush.dispatch.text;

import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/**
 * Language, script and region of a language tag, without its variants and extensions. Bokmål,
 * Nynorsk and Norwegian are one language here, {@code no}; old codes of a language are replaced by
 * new ones.
 *
 * @param script empty if not given
 * @param region empty if not given
 */
record LocaleTag(String language, String script, String region) {

  static LocaleTag of(Locale locale) {
    return new LocaleTag(language(locale.getLanguage()), locale.getScript(), locale.getCountry());
  }

  /**
   * Reads what a device calls its locale, with hyphens or underscores. What is not understood is
   * left out; the language is empty if nothing is understood.
   */
  static LocaleTag ofDevice(String tag) {
    return of(Locale.forLanguageTag(tag.replace('_', '-')));
  }

  private static String language(String code) {
    return switch (code) {
      case "nb", "nn" -> "no";
      case "tl" -> "fil";
      case "mo" -> "ro";
      default -> code;
    };
  }

  /**
   * Returns this tag and its parents, the most specific first: {@code zh-Hant-TW}, {@code zh-TW},
   * {@code zh-Hant}, {@code zh}. A script or region that is not given is the most likely one, so
   * that {@code zh-TW} has the same parents.
   */
  SequencedSet<LocaleTag> lookup() {
    SequencedSet<LocaleTag> found = new LinkedHashSet<>();
    if (language.isEmpty()) {
      return found;
    }
    found.add(this);
    LocaleTag full = likely();
    found.add(full);
    LocaleTag withoutScript = new LocaleTag(language, "", full.region);
    if (withoutScript.likely().equals(full)) {
      found.add(withoutScript);
    }
    found.add(new LocaleTag(language, full.script, ""));
    found.add(new LocaleTag(language, "", ""));
    return found;
  }

  private LocaleTag likely() {
    ULocale likely = ULocale.addLikelySubtags(toULocale());
    return new LocaleTag(language, likely.getScript(), likely.getCountry());
  }

  ULocale toULocale() {
    return new ULocale(language, script, region);
  }

  @Override
  public String toString() {
    List<String> subtags = new ArrayList<>(List.of(language, script, region));
    subtags.removeIf(String::isEmpty);
    return String.join("-", subtags);
  }
}
