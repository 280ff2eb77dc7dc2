package io.chatpush.dispatch.text;

import static io.chatpush.dispatch.text.Event.anEvent;
import static io.chatpush.dispatch.text.Event.everything;
import static io.chatpush.dispatch.text.Event.theLeast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  private static final char FSI = '\u2068';
  private static final char PDI = '\u2069';

  private static final Map<String, Texts> OWN = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "de, de", "de-CH, de", "de_AT, de", "DE-at, de", "de-CH-1996, de", "de_DE.UTF-8, de",
    "de-CH-u-nu-latn, de", "pt-PT, pt", "ja-JP, ja", "sv, en", "zh-Hant-TW, en", "'', en",
    "'***', en", ", en", "i-klingon, en"
  })
  void speaksTheLanguageOfTheDevice(@Nullable String device, String locale) {
    Texts texts = Texts.of("NEW_MESSAGE", Map.of(), Locale.ENGLISH, Set.of());
    assertThat(texts.in(device, everything()).locale()).isEqualTo(locale);
  }

  @Test
  void speaksTheLanguageOfTheAppWhereThereIsNoneOfTheDevice() {
    Texts texts = Texts.of("NEW_MESSAGE", Map.of(), Locale.of("fr", "CA"), Set.of());
    assertThat(texts.in("sv", anEvent()).body()).isEqualTo("A envoyé un message");
    assertThat(texts.in("de", anEvent()).body()).isEqualTo("Hat eine Nachricht gesendet");
  }

  @Test
  void speaksEnglishWhereTheLanguageOfTheAppIsNotShipped() {
    Texts texts = Texts.of("NEW_MESSAGE", Map.of(), Locale.of("sv"), Set.of());
    assertThat(texts.in("fi", anEvent()).body()).isEqualTo("Sent a message");
  }

  @ParameterizedTest
  @CsvSource({
    "de, de",
    "de-CH, de-CH",
    "de_CH, de-CH",
    "de-AT, de",
    "zh-Hant-TW, zh-Hant",
    "zh-TW, zh-Hant",
    "zh_HK, zh-Hant",
    "zh-CN, zh",
    "zh, zh",
    "zh_TW_#Hant, zh-Hant",
    "es-MX, es-419",
    "es-ES, es-ES",
    "es, es-ES",
    "nb-NO, nb",
    "nn, nb",
    "no_NO, nb",
    "iw, he",
    "fr, en",
    "sv, en",
    "en-AU, en"
  })
  void findsTheTextOfTheAppByLocaleAndParents(String device, String locale) {
    Map<String, OwnText> own = new HashMap<>();
    for (String key :
        new String[] {"de", "de_CH", "zh-Hant", "zh", "es-419", "es-ES", "nb", "he", "en"}) {
      own.put(key, new OwnText(null, "Body in " + key.replace('_', '-')));
    }
    Texts texts = Texts.of("NEW_MESSAGE", own, Locale.ENGLISH, Set.of());
    assertThat(texts.in(device, anEvent()).body()).isEqualTo("Body in " + locale);
    assertThat(texts.variant(device).locale()).isEqualTo(locale);
    assertThat(texts.variant(texts.variant(device).locale())).isSameAs(texts.variant(device));
  }

  @Test
  void prefersTheTextsOfTheAppToThoseOfTheDevicesLanguage() {
    Texts texts = own("de", new OwnText("Neues von {sender}", null), Locale.GERMAN);
    assertThat(texts.in("fr", anEvent()).locale()).isEqualTo("de");
  }

  @Test
  void speaksTheLanguageOfTheAppWhereItHasWrittenOnlyInOtherLanguages() {
    Texts texts = own("de", new OwnText("Neues von {sender}", null), Locale.FRENCH);
    assertThat(texts.in("es", anEvent()).locale()).isEqualTo("fr");
    assertThat(texts.in("de", anEvent()).locale()).isEqualTo("de");
  }

  @Test
  void completesATextThatHasOnlyOneOfBoth() {
    Texts texts = own("de", new OwnText("Neues von Basil", null), Locale.GERMAN);
    assertThat(texts.in("de", anEvent()))
        .isEqualTo(new Text("Neues von Basil", "Hat eine Nachricht gesendet", "de"));
  }

  @Test
  void fallsBackInTheSameLanguageWhereAValueIsMissing() {
    Texts texts = own("de", new OwnText("In {channel}", "Nach {message}"), Locale.GERMAN);
    assertThat(texts.in("de", theLeast()))
        .isEqualTo(new Text("user-7", "Hat eine Nachricht gesendet", "de"));
  }

  @Test
  void fallsBackToEnglishWhereTheLanguageIsNotShipped() {
    Texts texts = own("sv", new OwnText("I {channel}", "Efter {message}"), Locale.of("sv"));
    assertThat(texts.in("sv", theLeast())).isEqualTo(new Text("user-7", "Sent a message", "sv"));
  }

  @Test
  void readsTheDeclaredData() {
    Texts texts =
        Texts.of(
            "CUSTOM",
            Map.of("en", new OwnText("Order {order}", "Ready")),
            Locale.ENGLISH,
            Set.of("order"));
    assertThat(texts.in("en", anEvent().withDatum("order", "7")).title())
        .isEqualTo("Order \u20687\u2069");
  }

  @Test
  void hasTheTextsOfCustomForATypeThatIsNotKnown() {
    Texts texts = Texts.of("A_LATER_TYPE", Map.of(), Locale.ENGLISH, Set.of());
    assertThat(texts.in("en", theLeast()))
        .isEqualTo(new Text("user-7", "Open the app to see it.", "en"));
  }

  @Test
  void refusesATextThatIsNotATemplateAndSaysWhichOne() {
    assertThatThrownBy(() -> own("de-CH", new OwnText(null, "Hallo {sendr}"), Locale.GERMAN))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "The body in de-CH: There is no variable \"sendr\"; the most similar one is"
                + " \"sender\" (at offset 6 of the text)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "german!", "d", "und", "de--CH"})
  void refusesAKeyThatIsNotALanguageTag(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own(key, new OwnText("Title", null), Locale.ENGLISH))
        .withMessage("\"%s\" is not a language tag", key);
  }

  @Test
  void refusesTwoKeysForOneLocale() {
    Map<String, OwnText> own =
        Map.of("nb", new OwnText("Tittel", null), "no", new OwnText("Tittel", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Texts.of("CUSTOM", own, Locale.ENGLISH, Set.of()))
        .withMessageContaining("is the same locale as another key");
  }

  @Test
  void refusesATextWithNeitherTitleNorBody() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OwnText(null, null));
  }

  @Test
  void leadsLocalesOfOneLanguageToOneVariant() {
    Texts texts = Texts.of("NEW_MESSAGE", Map.of(), Locale.ENGLISH, Set.of());
    assertThat(texts.variant("de-CH"))
        .isSameAs(texts.variant("de_AT"))
        .isNotSameAs(texts.variant("fr"));
    assertThat(texts.variant("sv")).isSameAs(texts.variant(null)).isSameAs(texts.variant("en"));
  }

  @Test
  void sharesTheShippedTextsAmongApps() {
    assertThat(Texts.of("CALL", Map.of(), Locale.of("de", "AT"), Set.of()))
        .isSameAs(Texts.of("CALL", Map.of(), Locale.GERMAN, Set.of("order")));
  }

  @Test
  void staysRightWhenDevicesReportMoreLocalesThanItKeeps() {
    Texts texts = own("de", new OwnText("Titel", null), Locale.FRENCH);
    for (int i = 0; i < 2000; i++) {
      assertThat(texts.variant("de-x-" + i).locale()).isEqualTo("de");
      assertThat(texts.variant("sv-x-" + i).locale()).isEqualTo("fr");
    }
    assertThat(texts.cached()).isLessThanOrEqualTo(256);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void alwaysHasATitleAndABodyThatCanBeSent(
      @ForAll("facts") Map<String, String> facts,
      @ForAll("datum") String datum,
      @ForAll("devices") String device,
      @ForAll("types") String type) {
    Event event = new Event(facts, Map.of("datum", datum));
    Texts own = OWN.computeIfAbsent(type, TextsTest::withManyVariables);
    Texts shipped = Texts.of(type, Map.of(), Locale.ENGLISH, Set.of());
    for (Text text : List.of(own.in(device, event), shipped.in(device, event))) {
      for (String part : List.of(text.title(), text.body())) {
        assertThat(part).isNotBlank();
        assertThat(hasHalfOfASurrogatePair(part)).isFalse();
        if (!isAValueAlone(part, facts.values())) {
          assertThat(isBalanced(part)).as(part).isTrue();
        }
      }
    }
  }

  @Provide
  Arbitrary<Map<String, String>> facts() {
    Arbitrary<String> names =
        Arbitraries.of(
            "senderName",
            "senderId",
            "channelName",
            "channelId",
            "message",
            "reaction",
            "mediaType",
            "appId",
            "messageId",
            "eventType");
    return Arbitraries.maps(names, anyText()).ofMaxSize(10);
  }

  @Provide
  Arbitrary<String> datum() {
    return Arbitraries.oneOf(anyText(), Arbitraries.integers().map(String::valueOf));
  }

  private static Arbitrary<String> anyText() {
    Arbitrary<Character> evil =
        Arbitraries.of(
            '\u202A', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\uD83D', '\uDE00', '\n',
            '\u0000', '\u2029', ' ', '{', '\'', '$', '\u05D0');
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(12),
        evil.list().ofMaxSize(12).map(TextsTest::string));
  }

  private static String string(Iterable<Character> characters) {
    StringBuilder string = new StringBuilder();
    characters.forEach(string::append);
    return string.toString();
  }

  @Provide
  Arbitrary<String> devices() {
    return Arbitraries.oneOf(
        Arbitraries.of("en", "de", "fr", "ru", "ar-EG", "ja", "pl", "tr", "pt_BR", "xx"),
        Arbitraries.strings().all().ofMaxLength(40));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(DefaultTexts.eventTypes());
  }

  private static boolean hasHalfOfASurrogatePair(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static boolean isAValueAlone(String text, Collection<String> values) {
    return values.stream()
        .anyMatch(value ->
            text.equals(Cleaning.NAME.alone(value)) || text.equals(Cleaning.PROSE.alone(value)));
  }

  /** Whether each isolate is closed and nothing else changes the direction. */
  private static boolean isBalanced(String text) {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == FSI) {
        open++;
      } else if (c == PDI) {
        open--;
      } else if ((c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2067')) {
        return false;
      }
      if (open < 0 || open > 1) {
        return false;
      }
    }
    return open == 0;
  }

  private static Texts withManyVariables(String type) {
    return Texts.of(
        type,
        Map.of(
            "en", new OwnText("{sender}: {datum} in {channel}", "{reaction}!{message}?"),
            "de", new OwnText("${USER}/${CHANNEL}", "{datum, plural, one {#} other {# d}} !"),
            "fr", new OwnText("{message}", "{media_type}{channel_id}{sender_id} -")),
        Locale.ENGLISH,
        Set.of("datum"));
  }

  private static Texts own(String locale, OwnText text, Locale defaultLocale) {
    return Texts.of("NEW_MESSAGE", Map.of(locale, text), defaultLocale, Set.of());
  }
}
