package io.chatpush.dispatch.text;

import static io.chatpush.dispatch.text.Event.anEvent;
import static io.chatpush.dispatch.text.Event.everything;
import static io.chatpush.dispatch.text.Event.theLeast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ibm.icu.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final String FSI = "\u2068";
  private static final String PDI = "\u2069";

  /** The defaults and the examples of Twilio's page on push templates. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${CONVERSATION}:${PARTICIPANT}: ${MESSAGE} | #ops:Basil: Lunch?",
        "You have a new message in ${CONVERSATION} with ${MEDIA_COUNT} media files: ${MEDIA}"
            + " | You have a new message in #ops with 3 media files: photos",
        "You have been added to the conversation ${CONVERSATION} by ${PARTICIPANT}"
            + " | You have been added to the conversation #ops by Basil",
        "${PARTICIPANT} has removed you from the conversation ${CONVERSATION}"
            + " | Basil has removed you from the conversation #ops",
        "You are now a participant of ${CONVERSATION}!  Added by ${PARTICIPANT}"
            + " | You are now a participant of #ops!  Added by Basil",
        "${PARTICIPANT} sent you a file: ${MEDIA} | Basil sent you a file: photos",
        "A New message in ${CHANNEL} from ${USER}: ${MESSAGE}"
            + " | A New message in #ops from Basil: Lunch?"
      })
  void takesTemplatesOfTwilioUnchanged(String template, String text) {
    assertThat(shown(english(template), everything())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "USER, user-7",
    "USER_FRIENDLY_NAME, user-7",
    "PARTICIPANT, user-7",
    "PARTICIPANT_FRIENDLY_NAME, user-7",
    "CHANNEL, channel-1",
    "CHANNEL_FRIENDLY_NAME, channel-1",
    "CONVERSATION, channel-1",
    "CONVERSATION_FRIENDLY_NAME, channel-1"
  })
  void showsIdsWhereTwilioWouldBecauseThereIsNoName(String variable, String value) {
    assertThat(english("${" + variable + "}").format(theLeast())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "It's '${USER}' | It's 'Basil'",
        "${USER}'s channel '#' | Basil's channel '#'",
        "It's {sender} | It's Basil",
        "It''s {sender} | It's Basil",
        "'{sender}' is {sender} | {sender} is Basil",
        "A '}' and {sender} | A } and Basil",
        "It's '{' ${USER} {channel} | It's { Basil #ops"
      })
  void takesApostrophesLiterallyOnlyInTwiliosForm(String template, String text) {
    assertThat(shown(english(template), anEvent())).isEqualTo(text);
  }

  @Test
  void meansTheVariableByADollarSignInATextWithOtherBraces() {
    assertThat(
            shown(
                english("${USER} in {channel} for $${price}", "price"),
                anEvent().withDatum("price", "5")))
        .isEqualTo("Basil in #ops for $5");
  }

  @Test
  void readsDeclaredNamesFromTheData() {
    Template template = english("{ticket} closed by ${sender}", "ticket");
    assertThat(shown(template, anEvent().withDatum("ticket", "T-1")))
        .isEqualTo("T-1 closed by Basil");
    assertThat(template.format(anEvent())).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1, 1 new", "3, 3 new ones", "1234, '1,234 new ones'", "1.5, 1.5 new ones"})
  void countsByANumberInTheData(String number, String text) {
    Template template = english("{unread, plural, one {# new} other {# new ones}}", "unread");
    assertThat(template.format(anEvent().withDatum("unread", number))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "1e9", "0x1", "99999999999999999999", "1,5", "NaN"})
  void takesWhatIsNotANumberForMissing(String number) {
    Template template = english("{unread, plural, one {# new} other {# new ones}}", "unread");
    assertThat(template.format(anEvent().withDatum("unread", number))).isNull();
  }

  @Test
  void needsOnlyTheValuesOfTheBranchThatApplies() {
    Template template =
        english("{in_channel, select, yes {{sender} in {channel}} other {{sender}}}");
    assertThat(shown(template, anEvent())).isEqualTo("Basil in #ops");
    assertThat(template.format(anEvent().with("channelName", " "))).isEqualTo("Basil");
  }

  @Test
  void selectsOtherWhereThereIsNoValue() {
    Template template = english("{kind, select, bot {Bot} other {Person}}", "kind");
    assertThat(template.format(anEvent())).isEqualTo("Person");
    assertThat(template.format(anEvent().withDatum("kind", "bot"))).isEqualTo("Bot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{channel}",
        "{message}",
        "{media}",
        "{media_count}",
        "{reaction}",
        "In {channel}",
        "{media_count, plural, other {#}}",
        "{media_kind}",
        "{media_type}"
      })
  void hasNoTextWithoutAValue(String template) {
    assertThat(english(template).format(theLeast())).isNull();
  }

  @Test
  void showsTheIdOfTheSenderButNotOfTheChannel() {
    assertThat(english("{sender}").format(theLeast())).isEqualTo("user-7");
    assertThat(english("{channel}").format(theLeast())).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t\n", "\u00A0", "\u200B", "\u202E", "\u2067\u2069", "\u0000"})
  void takesANameOfWhichNothingIsSeenForMissing(String name) {
    assertThat(english("{sender}").format(anEvent().with("senderName", name))).isEqualTo("user-7");
  }

  @Test
  void isolatesValuesAmongOtherParts() {
    assertThat(english("{sender} in {channel}").format(anEvent()))
        .isEqualTo(FSI + "Basil" + PDI + " in " + FSI + "#ops" + PDI);
  }

  @Test
  void doesNotIsolateAValueThatIsTheWholeText() {
    String message = "\u202Eabc\u202C";
    assertThat(english("{message}").format(anEvent().with("message", message))).isEqualTo(message);
    assertThat(english("${MESSAGE}").format(anEvent().with("message", message))).isEqualTo(message);
  }

  @Test
  void keepsANameFromLeavingItsIsolate() {
    Event event = anEvent().with("senderName", "a\u2069\u202Eb\u2066\u202Ac\u2068");
    assertThat(english("{sender}!").format(event)).isEqualTo(FSI + "abc" + PDI + "!");
  }

  @Test
  void removesControlsFromIdsButDoesNotIsolateThem() {
    Event event = anEvent().with("channelId", "c\u202E1");
    assertThat(english("https://example.com/{channel_id}").format(event))
        .isEqualTo("https://example.com/c1");
  }

  @Test
  void keepsNamesOnOneLineAndMessagesAsTheyAre() {
    Event event = anEvent().with("senderName", "Ba\nsil\u0085").with("message", "one\ntwo");
    assertThat(english("{sender}").format(event)).isEqualTo("Ba sil ");
    assertThat(shown(english("{sender}: {message}"), event)).isEqualTo("Ba sil : one\ntwo");
  }

  @Test
  void replacesHalvesOfSurrogatePairs() {
    Event event = anEvent().with("message", "a\uD83D \uD83D\uDE00\uDC00");
    assertThat(english("{message}").format(event)).isEqualTo("a\uFFFD \uD83D\uDE00\uFFFD");
  }

  @Test
  void neverChangesTheLiteralText() {
    String literal = "\u202B\u2069 -> \u0007 ";
    assertThat(english(literal + "{media_count}").format(everything())).isEqualTo(literal + "3");
  }

  @ParameterizedTest
  @CsvSource({
    "ru, 1, фотография",
    "ru, 2, фотографии",
    "ru, 5, фотографий",
    "ru, 21, фотография",
    "pl, 1, zdjęcie",
    "pl, 2, zdjęcia",
    "pl, 5, zdjęć",
    "pl, 22, zdjęcia",
    "pl, 12, zdjęć",
    "ar, 1, صورة",
    "ar, 2, صورتان",
    "ar, 3, صور",
    "ar, 11, صورة",
    "ar, 100, صورة",
    "en, 1, photo",
    "en, 2, photos",
    "ja, 2, 写真",
    "sv, 2, photos"
  })
  void saysWhatTheMediaAreInTheFormOfTheCount(String language, String count, String word) {
    Template template = Template.compile("{media}", Locale.of(language), Set.of());
    Event event = anEvent().with("mediaType", "image/png").with("mediaCount", count);
    assertThat(template.format(event)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi {sendr} | 3 | There is no variable \"sendr\"; the most similar one is \"sender\"",
        "Hi ${USR} | 3 | There is no variable \"USR\"; the most similar one is \"USER\"",
        "Hi ${usr}, {sender} | 4 | There is no variable \"usr\"; the most similar one is \"USER\"",
        "Hi {tickt} | 3 | There is no variable \"tickt\"; the most similar one is \"ticket\"",
        "Hi {0} | 3 | The argument {0} is a number, but variables have names, such as {sender}",
        "Hi {sender | 3 | A brace is opened and not closed",
        "Hi {in_channel, select, other {x} | 3 | A brace is opened and not closed",
        "Hi sender} | 9 | A brace is closed that is not opened",
        "Hi ${USER | 4 | A brace is opened and not closed",
        "{sender} '}' } | 13 | A brace is closed that is not opened",
        "Hi {media_count, plural, one {#}} | 3 | A plural or select has no branch \"other\"",
        "Hi {sender, plural, other {#}} | 3 | The variable \"sender\" is not a number",
        "Hi {sent, date} | 3 | There is no variable \"sent\"; the most similar one is \"sender\"",
        "{ticket, date} | 9 | An argument cannot have the type \"date\"; there are plural,"
            + " selectordinal, select and number",
        "{ticket, number, currency} | 16 | There is no style of numbers \"currency\"",
        "{ticket, number, ::no-such} | 16 | There is no style of numbers \"::no-such\"",
        "Hi {} | 4 | The argument is not of ICU's form, such as {sender} or"
            + " {media_count, plural, one {# photo} other {# photos}}"
      })
  void saysWhatIsWrongAndWhere(String template, int offset, String sentence) {
    TemplateException refused =
        catchThrowableOfType(TemplateException.class, () -> english(template, "ticket"));
    assertThat(refused).as(template).hasMessage("%s (at offset %d of the text)", sentence, offset);
    assertThat(refused.offset()).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "\uD83D", "a\uDC00b"})
  void refusesATextThatCannotBeShown(String template) {
    assertThat(catchThrowableOfType(TemplateException.class, () -> english(template))).isNotNull();
  }

  @Property(tries = 300)
  void agreesWithMessageFormat(
      @ForAll("patterns") String pattern,
      @ForAll("languages") String language,
      @ForAll @IntRange(min = 1, max = 250) int count) {
    Locale locale = Locale.of(language);
    Template template = Template.compile(pattern, locale, Set.of("n"));
    Event event = anEvent().with("mediaCount", "" + count).withDatum("n", "" + count);
    Map<String, Object> arguments =
        Map.of("media_count", count, "n", count, "sender", "Basil", "in_channel", "yes");
    assertThat(shown(template, event))
        .isEqualTo(new MessageFormat(pattern, locale).format(arguments));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
        "{media_count} by {sender}",
        "{n, number} {n, number, integer} {n, number, percent} {n, number, #,##0.00}",
        "{n, number, ::compact-short} '{'n'}' it''s 'it''s'",
        "{n, plural, =1 {one} =2 {two} one {# o} few {# f} many {# m} other {# ot}}!",
        "{n, plural, offset:1 =0 {z} =1 {you} one {you and # other} other {you and # others}}.",
        "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} ",
        "{in_channel, select, yes {{n, plural, one {'#' #} other {# '{#}'}}} other {no}} #",
        "{n, plural, one {{sender}} other {{in_channel, select, yes {# y} other {# o}} #}} x",
        "don't {n, plural, one {don't} other {don't '{x}' '#' #}} don't'");
  }

  @Provide
  Arbitrary<String> languages() {
    return Arbitraries.of("en", "de", "fr", "pl", "ru", "ar", "ja", "hi");
  }

  @Test
  void formatsInManyThreadsAtOnce() throws Exception {
    Template template =
        english("{sender}: {media_count, plural, one {# photo} other {# photos}} {n, number}", "n");
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> agreed = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(100)) {
      for (int i = 0; i < 100; i++) {
        int count = i + 2;
        Callable<Boolean> formats =
            () -> {
              start.await();
              Event event =
                  anEvent()
                      .with("senderName", "Sender " + count)
                      .with("mediaCount", "" + count)
                      .withDatum("n", count + ".5");
              String expected = "Sender %d: %d photos %d.5".formatted(count, count, count);
              boolean same = true;
              for (int j = 0; j < 200; j++) {
                same &= expected.equals(shown(template, event));
              }
              return same;
            };
        agreed.add(threads.submit(formats));
      }
      start.countDown();
      for (Future<Boolean> each : agreed) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  private static Template english(String text, String... declared) {
    return Template.compile(text, Locale.ENGLISH, Set.of(declared));
  }

  /** What a reader sees: without isolates. */
  private static @Nullable String shown(Template template, Event event) {
    String text = template.format(event);
    return text == null ? null : text.replace(FSI, "").replace(PDI, "");
  }
}
