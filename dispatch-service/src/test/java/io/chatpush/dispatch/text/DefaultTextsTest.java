package io.chatpush.dispatch.text;

import static io.chatpush.dispatch.text.Event.anEvent;
import static io.chatpush.dispatch.text.Event.everything;
import static io.chatpush.dispatch.text.Event.theLeast;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class DefaultTextsTest {

  static final Set<String> LANGUAGES = LanguageFile.LANGUAGES;

  @Test
  void hasTwelveLanguages() {
    assertThat(LANGUAGES).hasSize(12);
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void hasTheKeysOfEnglish(String language) {
    assertThat(LanguageFile.read(language).templates().keySet())
        .isEqualTo(LanguageFile.read("en").templates().keySet());
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void usesTheVariablesOfEnglish(String language) {
    LanguageFile english = LanguageFile.read("en");
    LanguageFile.read(language)
        .templates()
        .forEach((key, template) -> {
          List<String> names = variables(english.template(key));
          if (!key.startsWith("word.")) {
            assertThat(variables(template)).as(key).isEqualTo(names);
          }
        });
  }

  private static List<String> variables(Template template) {
    return Stream.of("{sender}", "{channel}", "{message}", "{reaction}")
        .filter(name -> template.toString().contains(name))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void hasATextForEachTypeOfEvent(String language) {
    assertThat(DefaultTexts.eventTypes()).hasSize(11);
    for (String type : DefaultTexts.eventTypes()) {
      for (Event event : List.of(everything(), anEvent(), theLeast())) {
        Text text = in(language, type, event);
        assertThat(text.locale()).isEqualTo(language);
        assertThat(text.title() + text.body())
            .as("%s of %s", type, language)
            .isNotBlank()
            .doesNotContain("{", "}", "null", "'", "#p");
      }
    }
  }

  /** The sentences that need no value of the event. */
  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void isNotEnglishInOtherLanguages(String language) {
    if (!language.equals("en")) {
      assertThat(in(language, "PRIVATE", theLeast()).title())
          .isNotEqualTo(in("en", "PRIVATE", theLeast()).title());
      assertThat(in(language, "CUSTOM", theLeast()).body())
          .isNotEqualTo(in("en", "CUSTOM", theLeast()).body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NEW_MESSAGE, Lunch?, , Basil in #ops, Lunch?",
    "NEW_MESSAGE, , , Basil in #ops, Sent a message",
    "NEW_MESSAGE, , image/png, Basil in #ops, Sent a photo",
    "NEW_MESSAGE, , IMAGE/GIF, Basil in #ops, Sent a GIF",
    "NEW_MESSAGE, , video/mp4, Basil in #ops, Sent a video",
    "NEW_MESSAGE, , audio/ogg, Basil in #ops, Sent a voice message",
    "NEW_MESSAGE, , application/pdf, Basil in #ops, Sent a file",
    "NEW_MESSAGE, , chemical/x-pdb, Basil in #ops, Sent an attachment",
    "NEW_MESSAGE, , nonsense, Basil in #ops, Sent an attachment",
    "NEW_MEDIA_MESSAGE, , , Basil in #ops, Sent an attachment",
    "ADDED_TO_CHANNEL, , , #ops, Basil added you",
    "INVITED_TO_CHANNEL, , , #ops, Basil invited you",
    "REMOVED_FROM_CHANNEL, , , #ops, Basil removed you",
    "MESSAGE_EDITED, Lunch?, , Basil in #ops, Edited: Lunch?",
    "THREAD_REPLY, Lunch?, , Basil in #ops, Reply: Lunch?",
    "CALL, , , Basil in #ops, Incoming call",
    "CUSTOM, , , Basil in #ops, Open the app to see it.",
    "PRIVATE, Lunch?, , New message, Open the app to read it."
  })
  void speaksEnglishInAChannel(
      String type, @Nullable String message, @Nullable String media, String title, String body) {
    Text text = in("en", type, anEvent().with("message", message).with("mediaType", media));
    assertThat(seen(text.title())).isEqualTo(title);
    assertThat(seen(text.body())).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "NEW_MESSAGE, Basil, Sent a message",
    "ADDED_TO_CHANNEL, Basil, Added you to a conversation",
    "INVITED_TO_CHANNEL, Basil, Invited you to a conversation",
    "REMOVED_FROM_CHANNEL, Basil, Removed you from a conversation"
  })
  void speaksEnglishInAConversationOfTwo(String type, String title, String body) {
    assertThat(in("en", type, anEvent().with("channelName", null)))
        .isEqualTo(new Text(title, body, "en"));
  }

  @Test
  void saysWhatTheReactionIsAndToWhat() {
    Event event = anEvent().with("reaction", "👍");
    assertThat(seen(in("en", "REACTION", event.with("message", "Lunch?")).body()))
        .isEqualTo("Reacted with 👍 to “Lunch?”");
    assertThat(seen(in("en", "REACTION", event).body())).isEqualTo("Reacted with 👍");
    assertThat(in("en", "REACTION", anEvent()).body()).isEqualTo("Reacted to a message");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1, Sent a photo",
    "en, 3, Sent 3 photos",
    "de, 3, Hat 3 Fotos gesendet",
    "ru, 1, Отправлена фотография",
    "ru, 2, Отправлено 2 фотографии",
    "ru, 5, Отправлено 5 фотографий",
    "ru, 21, Отправлена 21 фотография",
    "pl, 1, Wysłano zdjęcie",
    "pl, 2, Wysłano 2 zdjęcia",
    "pl, 5, Wysłano 5 zdjęć",
    "pl, 22, Wysłano 22 zdjęcia",
    "pl, 12, Wysłano 12 zdjęć",
    "ar, 1, تم إرسال صورة",
    "ar, 2, تم إرسال صورتين",
    "ar, 3, تم إرسال 3 صور",
    "ar, 11, تم إرسال 11 صورة",
    "ar, 100, تم إرسال 100 صورة",
    "ja, 3, 写真を3枚送信しました"
  })
  void countsMediaAsTheLanguageDoes(String language, String count, String body) {
    Event event = anEvent().with("mediaType", "image/jpeg").with("mediaCount", count);
    assertThat(in(language, "NEW_MEDIA_MESSAGE", event).body()).isEqualTo(body);
  }

  @Test
  void saysSomethingEvenIfNothingCanBeSeenOfTheIds() {
    Event nothing = theLeast().with("senderId", " ").with("channelName", "#ops");
    assertThat(in("en", "NEW_MESSAGE", nothing).title()).isEqualTo("New notification");
    assertThat(in("en", "ADDED_TO_CHANNEL", nothing).body()).isEqualTo("Open the app to see it.");
  }

  private static Text in(String language, String type, Event event) {
    return Texts.of(type, Map.of(), Locale.of(language), Set.of()).in(null, event);
  }

  private static String seen(String text) {
    return text.replaceAll("[\u2068\u2069]", "");
  }
}
