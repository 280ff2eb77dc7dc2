package io.chatpush.dispatch.text;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that chatpush is shipped with: a title and a body for each type of event in each of
 * twelve languages. For both there are several templates; the first one that has its values is
 * used, and the last one needs none. A type that is not known here has the texts of {@link
 * #CUSTOM}.
 */
final class DefaultTexts {

  static final String ENGLISH = "en";
  static final String CUSTOM = "CUSTOM";

  /** The same in each language. */
  private static final Map<String, Template> WITHOUT_WORDS =
      Map.of(
          "message", shared("{message}"),
          "membership", shared("{in_channel, select, yes {{channel}} other {{sender}}}"));

  /** Keys of templates, by the type of event. */
  private static final Map<String, Keys> KEYS =
      Map.of(
          "NEW_MESSAGE",
          new Keys("conversation.title", "message", "media.sent", "message.sent"),
          "NEW_MEDIA_MESSAGE",
          new Keys("conversation.title", "message", "media.sent", "attachment.sent"),
          "ADDED_TO_CHANNEL",
          new Keys("membership", "added"),
          "INVITED_TO_CHANNEL",
          new Keys("membership", "invited"),
          "REMOVED_FROM_CHANNEL",
          new Keys("membership", "removed"),
          "REACTION",
          new Keys("conversation.title", "reaction.message", "reaction.alone", "reaction"),
          "MESSAGE_EDITED",
          new Keys("conversation.title", "edited.message", "edited"),
          "THREAD_REPLY",
          new Keys("conversation.title", "reply.message", "media.sent", "reply"),
          "CALL",
          new Keys("conversation.title", "message", "call"),
          CUSTOM,
          new Keys("conversation.title", "message", "media.sent"));

  /** A fixed sentence without a name. */
  private static final String PRIVATE = "PRIVATE";

  private static final Map<String, DefaultTexts> BY_LANGUAGE =
      LanguageFile.LANGUAGES.stream()
          .map(LanguageFile::read)
          .collect(toUnmodifiableMap(LanguageFile::language, DefaultTexts::new));

  /**
   * Keys of templates.
   *
   * @param bodies the first is preferred
   */
  private record Keys(String title, List<String> bodies) {
    Keys(String title, String... bodies) {
      this(title, List.of(bodies));
    }
  }

  private final Map<MediaKind, Template> mediaWords = new EnumMap<>(MediaKind.class);
  private final Map<String, Variant> variants = new HashMap<>();

  private DefaultTexts(LanguageFile file) {
    for (MediaKind kind : MediaKind.values()) {
      mediaWords.put(kind, file.template("word." + kind.keyword()));
    }
    KEYS.forEach((type, keys) ->
        variants.put(
            type,
            new Variant(
                file.language(),
                List.of(template(keys.title, file), file.template("fallback.title")),
                bodies(keys, file))));
    variants.put(
        PRIVATE,
        new Variant(
            file.language(),
            List.of(file.template("private.title")),
            List.of(file.template("private.body"))));
  }

  private static List<Template> bodies(Keys keys, LanguageFile file) {
    List<Template> bodies = new ArrayList<>();
    for (String key : keys.bodies) {
      bodies.add(template(key, file));
    }
    bodies.add(file.template("fallback.body"));
    return bodies;
  }

  private static Template template(String key, LanguageFile file) {
    Template withoutWords = WITHOUT_WORDS.get(key);
    return withoutWords == null ? file.template(key) : withoutWords;
  }

  private static Template shared(String text) {
    return Template.compile(text, Locale.ROOT, Set.of());
  }

  /** Returns the types of events that have texts of their own. */
  static Set<String> eventTypes() {
    return english().variants.keySet();
  }

  /** Returns the texts of a type of event, or null if there are none of that language. */
  static @Nullable Variant find(String language, String eventType) {
    DefaultTexts texts = BY_LANGUAGE.get(language);
    return texts == null ? null : texts.variant(eventType);
  }

  static Variant english(String eventType) {
    return english().variant(eventType);
  }

  private static DefaultTexts english() {
    return orEnglish(ENGLISH);
  }

  private static DefaultTexts orEnglish(String language) {
    DefaultTexts texts = BY_LANGUAGE.get(language);
    if (texts == null) {
      texts = BY_LANGUAGE.get(ENGLISH);
    }
    return Objects.requireNonNull(texts);
  }

  private Variant variant(String eventType) {
    Variant variant = variants.get(eventType);
    if (variant == null) {
      variant = variants.get(CUSTOM);
    }
    return Objects.requireNonNull(variant);
  }

  /**
   * Returns the word for the event's media, or null if it has none.
   *
   * @param language where it is not one of the twelve, the word is English
   */
  static @Nullable String mediaWord(Variables event, String language) {
    MediaKind kind = MediaKind.of(event);
    if (kind == null) {
      return null;
    }
    Template word = orEnglish(language).mediaWords.get(kind);
    return word == null ? null : word.format(event);
  }
}
