package io.chatpush.dispatch.text;

import com.ibm.icu.util.LocaleMatcher;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one app for one type of event, in all languages. Thread-safe.
 *
 * <p>A device gets the first of these that exists:
 *
 * <ol>
 *   <li>the app's own text in the device's locale or a parent of it: {@code de-CH}, then {@code
 *       de}; {@code zh-TW}, then {@code zh-Hant}, then {@code zh}; Norwegian, Bokmål and Nynorsk
 *       are one language
 *   <li>the app's own text in the same language elsewhere: for {@code es-MX} rather {@code es-419}
 *       than {@code es-ES}
 *   <li>if the app has no text of its own for this type of event: the shipped text in the device's
 *       language
 *   <li>the app's own text in its default locale, else the shipped text in that language
 *   <li>the app's own text in English, else the shipped one
 * </ol>
 *
 * <p>So an app that has written texts for a type of event, but none in the device's language, gets
 * its own words in its default locale, and not the shipped ones in the device's language: the voice
 * of the app's brand matters more than the language.
 *
 * <p>Where a value is missing that a text of the app needs, the shipped text in the same language
 * replaces it, and the English one where that language is not shipped. Title and body are replaced
 * independently of each other. There always is a title and a body.
 */
public final class Texts {

  /** Locales come from devices, so a device could fill an unbounded map. */
  private static final int MOST_CACHED = 256;

  /** RFC 5646, section 4.4.1: a length that no tag without extensions passes. */
  private static final int LONGEST_TAG = 35;

  /** Of apps without texts of their own; there is one for each type and language. */
  private static final Map<List<String>, Texts> SHIPPED = new ConcurrentHashMap<>();

  private final String eventType;
  private final Map<LocaleTag, Variant> own;
  private final Variant fallback;
  private final Map<String, Variant> byDevice = new ConcurrentHashMap<>();

  private Texts(String eventType, Map<LocaleTag, Variant> own, Locale defaultLocale) {
    this.eventType = eventType;
    this.own = Map.copyOf(own);
    this.fallback = fallback(LocaleTag.of(defaultLocale));
  }

  /**
   * Compiles the texts of an app.
   *
   * @param eventType the name of the type of event, or {@code PRIVATE} for a fixed sentence without
   *     names; another name has the shipped texts of {@code CUSTOM}
   * @param own the app's own texts by language tag, with hyphens or underscores
   * @param defaultLocale the app's
   * @param declared the keys of the event's data that the app's texts may use
   * @throws TemplateException if a text is not a template
   * @throws IllegalArgumentException if a key is not a language tag, or two keys are the same
   *     locale
   */
  public static Texts of(
      String eventType, Map<String, OwnText> own, Locale defaultLocale, Set<String> declared) {
    String type = DefaultTexts.eventTypes().contains(eventType) ? eventType : DefaultTexts.CUSTOM;
    if (own.isEmpty()) {
      String language = LocaleTag.of(defaultLocale).language();
      String shipped = DefaultTexts.find(language, type) == null ? DefaultTexts.ENGLISH : language;
      return SHIPPED.computeIfAbsent(
          List.of(type, shipped), key -> new Texts(type, Map.of(), Locale.of(shipped)));
    }
    VariableNames names = new VariableNames(declared);
    Map<LocaleTag, Variant> variants = new HashMap<>();
    own.forEach((key, text) -> {
      Locale locale = locale(key);
      Variant variant = variant(type, text, locale, names);
      if (variants.put(LocaleTag.of(locale), variant) != null) {
        throw new IllegalArgumentException(
            "\"%s\" is the same locale as another key".formatted(key));
      }
    });
    return new Texts(type, variants, defaultLocale);
  }

  /**
   * Returns the wording that a locale leads to.
   *
   * @param deviceLocale as the device reported it; null or not understood: the app's default
   */
  public Variant variant(@Nullable String deviceLocale) {
    if (deviceLocale == null || deviceLocale.length() > LONGEST_TAG) {
      return fallback;
    }
    Variant known = byDevice.get(deviceLocale);
    if (known != null) {
      return known;
    }
    Variant found = find(LocaleTag.ofDevice(deviceLocale));
    if (byDevice.size() >= MOST_CACHED) {
      byDevice.clear();
    }
    byDevice.put(deviceLocale, found);
    return found;
  }

  /**
   * Returns all wordings that a device can get: that of the app's default locale first, the others
   * by their language tags.
   */
  public List<Variant> variants() {
    Map<String, Variant> others = new TreeMap<>();
    if (own.isEmpty()) {
      for (String language : LanguageFile.LANGUAGES) {
        Variant shipped = DefaultTexts.find(language, eventType);
        if (shipped != null) {
          others.put(shipped.locale(), shipped);
        }
      }
    } else {
      own.values().forEach(variant -> others.put(variant.locale(), variant));
    }
    others.remove(fallback.locale());
    List<Variant> all = new ArrayList<>(others.size() + 1);
    all.add(fallback);
    all.addAll(others.values());
    return all;
  }

  /** Returns whether every text has a variable of that name, so that no app can declare it. */
  public static boolean isBuiltIn(String variable) {
    return VariableNames.isBuiltIn(variable);
  }

  /**
   * Returns the words of an event's push for one locale.
   *
   * @param deviceLocale as the device reported it; null or not understood: the app's default
   */
  public Text in(@Nullable String deviceLocale, Variables event) {
    return variant(deviceLocale).text(event);
  }

  /** Returns how many locales of devices are kept. */
  int cached() {
    return byDevice.size();
  }

  private Variant find(LocaleTag device) {
    Variant found =
        own.isEmpty() ? DefaultTexts.find(device.language(), eventType) : findOwn(device);
    return found == null ? fallback : found;
  }

  private Variant fallback(LocaleTag defaultLocale) {
    Variant found = findOwn(defaultLocale);
    if (found == null) {
      found = DefaultTexts.find(defaultLocale.language(), eventType);
    }
    if (found == null) {
      found = findOwn(new LocaleTag(DefaultTexts.ENGLISH, "", ""));
    }
    return found == null ? DefaultTexts.english(eventType) : found;
  }

  private @Nullable Variant findOwn(LocaleTag wanted) {
    for (LocaleTag tag : wanted.lookup()) {
      Variant variant = own.get(tag);
      if (variant != null) {
        return variant;
      }
    }
    Map<ULocale, Variant> sameLanguage = new HashMap<>();
    own.forEach((tag, variant) -> {
      if (tag.language().equals(wanted.language())) {
        sameLanguage.put(tag.toULocale(), variant);
      }
    });
    if (sameLanguage.isEmpty()) {
      return null;
    }
    List<ULocale> sorted = new ArrayList<>(sameLanguage.keySet());
    sorted.sort(null);
    LocaleMatcher matcher = LocaleMatcher.builder().setSupportedULocales(sorted).build();
    return sameLanguage.get(matcher.getBestMatch(wanted.toULocale()));
  }

  private static Locale locale(String key) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(key.replace('_', '-')).build();
      if (!locale.getLanguage().isEmpty()) {
        return locale;
      }
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException("\"%s\" is not a language tag".formatted(key), e);
    }
    throw new IllegalArgumentException("\"%s\" is not a language tag".formatted(key));
  }

  private static Variant variant(
      String eventType, OwnText text, Locale locale, VariableNames names) {
    Variant shipped = DefaultTexts.find(LocaleTag.of(locale).language(), eventType);
    if (shipped == null) {
      shipped = DefaultTexts.english(eventType);
    }
    return new Variant(
        locale.toLanguageTag(),
        before(shipped.titles(), "title", text.title(), locale, names),
        before(shipped.bodies(), "body", text.body(), locale, names));
  }

  private static List<Template> before(
      List<Template> shipped,
      String what,
      @Nullable String text,
      Locale locale,
      VariableNames names) {
    if (text == null) {
      return shipped;
    }
    List<Template> templates = new ArrayList<>();
    try {
      templates.add(Template.compile(text, locale, names));
    } catch (TemplateException e) {
      throw new TemplateException("The %s in %s".formatted(what, locale.toLanguageTag()), e);
    }
    templates.addAll(shipped);
    return templates;
  }
}
