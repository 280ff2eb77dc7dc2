package io.chatpush.token.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a locale in the forms in which platforms write it:
 *
 * <ul>
 *   <li>BCP 47: browsers, Android's {@code toLanguageTag()}, iOS' preferred languages.
 *   <li>{@code Locale.toString()} of Java and Android: {@code zh_CN_#Hans}, {@code en_US_POSIX},
 *       {@code en_US_#u-fw-mon}.
 *   <li>ICU and iOS: {@code en_US@rg=gbzzzz}, {@code zh_Hans_CN@calendar=chinese}.
 *   <li>POSIX, and so Flutter on some platforms: {@code en_US.UTF-8}, {@code sr_RS@latin}.
 *   <li>A list of these, of which the first counts: {@code en-US,en;q=0.9}.
 * </ul>
 *
 * <p>{@link Locale} alone cannot: its parser ends at the first subtag that BCP 47 does not have in
 * that place, so the script in {@code zh_CN_#Hans} would be lost, and Chinese in the wrong script
 * is not readable.
 *
 * <p>For one text.
 */
final class LocaleText {

  private static final Pattern SUBTAGS = Pattern.compile("[A-Za-z0-9#_-]+");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
  private static final Pattern SCRIPT = Pattern.compile("[a-z]{4}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}|[0-9]{3}");
  private static final Pattern VARIANT = Pattern.compile("[a-z0-9]{5,8}|[0-9][a-z0-9]{3}");
  private static final Pattern PRIVATE_USE = Pattern.compile("[a-z0-9]{1,8}");

  /** Codes that ISO 639 has for texts of no language, of several, or of an unknown one. */
  private static final Set<String> NO_LANGUAGE = Set.of("und", "mul", "zxx", "mis");

  /** Chinese languages that are written with {@code zh} before them, too: RFC 5646 §2.2.2. */
  private static final Set<String> CHINESE = Set.of("yue", "nan", "hak", "wuu", "hsn", "gan");

  /** The names that glibc has for scripts, and Microsoft's of before Windows Vista. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "latin", "latn",
          "cyrillic", "cyrl",
          "arabic", "arab",
          "devanagari", "deva",
          "chs", "hans",
          "cht", "hant");

  /** Variants that say how a computer is set up, not what is spoken. */
  private static final Set<String> NOT_SPOKEN = Set.of("posix", "euro", "preeuro");

  /** Begins the private use that Java makes of a variant that BCP 47 does not have. */
  private static final String JAVA_VARIANT = "lvariant";

  private String language;
  private String script = "";
  private String region = "";
  private final Set<String> variants = new LinkedHashSet<>();
  private final List<String> privateUse = new ArrayList<>();

  private LocaleText(String language) {
    this.language = language;
  }

  /** Returns the tag as {@link LanguageTag#nearest} describes it. */
  static @Nullable String languageTag(String text) {
    String first = before(",;", text).strip();
    int modifierAt = first.indexOf('@');
    String name = before(".@", first);
    if (!SUBTAGS.matcher(name).matches()) {
      return null;
    }
    String[] subtags = name.toLowerCase(Locale.ROOT).split("[-_#]+", -1);
    if (!LANGUAGE.matcher(subtags[0]).matches() || NO_LANGUAGE.contains(subtags[0])) {
      return null;
    }
    LocaleText locale = new LocaleText(subtags[0].equals("cmn") ? "zh" : subtags[0]);
    locale.read(Arrays.asList(subtags).subList(1, subtags.length));
    if (modifierAt >= 0) {
      locale.modify(first.substring(modifierAt + 1).toLowerCase(Locale.ROOT));
    }
    return locale.tag();
  }

  /** In any order, since Java writes the script after the region. */
  private void read(List<String> subtags) {
    for (int i = 0; i < subtags.size(); i++) {
      String subtag = subtags.get(i);
      if (subtag.length() == 1) {
        // A singleton: what follows is an extension, or private use.
        if (subtag.equals("x")) {
          usePrivately(subtags.subList(i + 1, subtags.size()));
        }
        return;
      }
      take(subtag);
    }
  }

  private void take(String subtag) {
    if (NOT_SPOKEN.contains(subtag)) {
      return;
    }
    if (language.equals("zh") && CHINESE.contains(subtag)) {
      language = subtag;
    } else if (language.equals("zh") && SCRIPTS.containsKey(subtag)) {
      script = SCRIPTS.getOrDefault(subtag, "");
    } else if (script.isEmpty() && SCRIPT.matcher(subtag).matches()) {
      script = subtag;
    } else if (region.isEmpty() && REGION.matcher(subtag).matches()) {
      region = subtag;
    } else if (language.equals("no") && subtag.equals("ny")) {
      // Java's Norwegian Nynorsk, no_NO_NY.
      language = "nn";
    } else if (VARIANT.matcher(subtag).matches()) {
      var _ = variants.add(subtag);
    }
  }

  private void usePrivately(List<String> subtags) {
    if (!subtags.contains(JAVA_VARIANT)
        && subtags.stream().allMatch(subtag -> PRIVATE_USE.matcher(subtag).matches())) {
      privateUse.addAll(subtags);
    }
  }

  /**
   * What follows {@code @}: of POSIX a script or a variant, of ICU keywords, which are not kept.
   */
  private void modify(String modifier) {
    String named = SCRIPTS.get(modifier);
    if (named != null) {
      script = named;
    } else if (VARIANT.matcher(modifier).matches() && !NOT_SPOKEN.contains(modifier)) {
      var _ = variants.add(modifier);
    }
  }

  private String tag() {
    String whole = build();
    if (whole.length() > LanguageTag.MAX_LENGTH) {
      privateUse.clear();
      whole = build();
    }
    if (whole.length() > LanguageTag.MAX_LENGTH) {
      variants.clear();
      whole = build();
    }
    return whole;
  }

  private String build() {
    Locale.Builder builder =
        new Locale.Builder()
            .setLanguage(language)
            .setScript(script)
            .setRegion(region)
            .setVariant(String.join("-", variants));
    if (!privateUse.isEmpty()) {
      builder.setExtension(Locale.PRIVATE_USE_EXTENSION, String.join("-", privateUse));
    }
    return builder.build().toLanguageTag();
  }

  /** Returns the text up to the first of these characters. */
  private static String before(String ends, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ends.indexOf(text.charAt(i)) >= 0) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
