package io.chatpush.dispatch.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.content.ChatFacts.Event;
import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.DataTooLarge;
import io.chatpush.dispatch.content.Composition.ReservedKey;
import io.chatpush.dispatch.push.Priority;
import io.chatpush.dispatch.push.PushContent;
import java.text.BreakIterator;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentComposerTest {

  private static final Instant SENT_AT = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant EXPIRES_AT = SENT_AT.plusSeconds(3600);

  private final ContentComposer composer = new ContentComposer();

  @Test
  void tellsAnAppWhatItIsAbout() {
    PushContent content = composed(aMessage("Hello").data(Map.of("own", "value")));
    assertThat(content)
        .isEqualTo(
            new PushContent(
                "Sender in Channel",
                "Hello",
                "channel-1",
                Map.of(
                    "own", "value",
                    "message_id", "message-1",
                    "channel_id", "channel-1",
                    "event_type", "NEW_MESSAGE",
                    "sender_id", "sender-1",
                    "sent_at", "1767268800000"),
                Priority.HIGH,
                EXPIRES_AT));
  }

  @Test
  void namesTheSenderAloneInAConversationOfTwo() {
    assertThat(composed(aMessage("Hello").channelName(null)).title()).isEqualTo("Sender");
  }

  @Test
  void namesTheSenderByIdWhereThereIsNoName() {
    assertThat(composed(aMessage("Hello").senderName(" ")).title())
        .isEqualTo("sender-1 in Channel");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, Sent a photo",
    "IMAGE/GIF, Sent a GIF",
    "video/mp4, Sent a video",
    "audio/ogg, Sent a voice message",
    "application/pdf, Sent a file",
    "chemical/x-pdb, Sent an attachment",
    "nonsense, Sent an attachment",
    ", Sent a message"
  })
  void saysWhatWasSentWhereThereIsNoText(@Nullable String media, String text) {
    assertThat(composed(aMessage(" ").media(media)).body()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "ADDED_TO_CHANNEL, Channel, Channel, Sender added you",
    "INVITED_TO_CHANNEL, Channel, Channel, Sender invited you",
    "REMOVED_FROM_CHANNEL, Channel, Channel, Sender removed you",
    "ADDED_TO_CHANNEL, , Sender, Added you to a conversation",
    "INVITED_TO_CHANNEL, , Sender, Invited you to a conversation",
    "REMOVED_FROM_CHANNEL, , Sender, Removed you from a conversation"
  })
  void saysWhatHappenedToTheRecipient(
      Event event, @Nullable String channel, String title, String body) {
    PushContent content = composed(aMessage(null).event(event).channelName(channel));
    assertThat(content.title()).isEqualTo(title);
    assertThat(content.body()).isEqualTo(body);
    assertThat(content.data()).containsEntry("event_type", event.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_id", "channel_id", "event_type", "sender_id", "sent_at"})
  void keepsItsOwnNamesForItself(String key) {
    assertThat(composed(aMessage("Hello").data(Map.of(key, "forged"))).data())
        .doesNotContainValue("forged");
  }

  @ParameterizedTest
  @CsvSource({
    "from, data has the key \"from\"",
    "gcm.of-a-user, data has a key that begins with \"gcm.\"",
    "google.of-a-user, data has a key that begins with \"google.\""
  })
  void quotesNothingOfTheEventForAReservedKey(String key, String reason) {
    Composition composition = composer.compose(aMessage("Hello").data(Map.of(key, "v")).facts());
    assertThat(((ReservedKey) composition).reason()).isEqualTo(reason + ", which FCM reserves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "message_type", "google.x", "gcm.notification.title", "gcm.x"})
  void refusesKeysThatFcmReserves(String key) {
    Composition refused =
        composer.compose(aMessage("Hello").data(Map.of(key, "v", "a", "b")).facts());
    assertThat(refused).isEqualTo(new ReservedKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "fromage", "google", "gcm", "notification"})
  void letsOtherKeysPass(String key) {
    assertThat(composed(aMessage("Hello").data(Map.of(key, "v"))).data()).containsEntry(key, "v");
  }

  @Test
  void refusesDataThatLeavesNoRoom() {
    Map<String, String> data = Map.of("blob", "x".repeat(3000));
    assertThat(composer.compose(aMessage("Hello").data(data).facts()))
        .isInstanceOfSatisfying(
            DataTooLarge.class,
            refused -> {
              assertThat(refused.bytes()).isGreaterThan(refused.limit());
              assertThat(refused.reason()).doesNotContain("xx").contains("" + refused.bytes());
            });
  }

  @Test
  void shortensTheTextAndNotTheData() {
    Map<String, String> data = Map.of("blob", "x".repeat(2000));
    PushContent content = composed(aMessage("word ".repeat(20_000)).data(data));
    assertThat(content.data()).containsEntry("blob", "x".repeat(2000));
    assertThat(content.body()).startsWith("word word").endsWith("…");
  }

  @Test
  void leavesOutACharacterThatDoesNotFitAlone() {
    assertThat(composed(aMessage("e" + "\u0301".repeat(50_000))).body()).isEqualTo("…");
  }

  @Test
  void leavesATextThatFitsAsItIs() {
    String text = "👩‍👩‍👧 مرحبا é\n" + "x".repeat(1000);
    assertThat(composed(aMessage(text)).body()).isEqualTo(text);
  }

  @Property(tries = 300)
  void neverExceedsTheLimitAndNeverCutsACharacter(@ForAll("facts") ChatFacts facts) {
    switch (composer.compose(facts)) {
      case Composed(PushContent content) -> {
        assertThat(size(content)).isLessThanOrEqualTo(ContentComposer.LIMIT);
        String full = facts.body();
        String body = content.body();
        if (facts.event() == Event.NEW_MESSAGE
            && full != null
            && body != null
            && !full.isBlank()
            && !body.equals(full)) {
          assertThat(body).endsWith("…");
          String kept = body.substring(0, body.length() - 1);
          assertThat(full.startsWith(kept)).isTrue();
          BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
          characters.setText(full);
          assertThat(kept.isEmpty() || characters.isBoundary(kept.length()))
              .as("boundary at %d", kept.length())
              .isTrue();
          assertThat(size(content)).isGreaterThan(ContentComposer.LIMIT - 600);
        }
      }
      case DataTooLarge(int bytes, int limit) -> assertThat(bytes).isGreaterThan(limit);
      case ReservedKey(String key) -> assertThat(facts.data()).containsKey(key);
    }
  }

  @Provide
  Arbitrary<ChatFacts> facts() {
    Arbitrary<String> longTexts =
        Combinators.combine(characters(), Arbitraries.integers().between(1, 100_000))
            .as((unit, length) -> unit.repeat(length / unit.length() + 1));
    Arbitrary<String> mixed =
        characters().list().ofMaxSize(2_000).map(units -> String.join("", units));
    Arbitrary<String> names = Arbitraries.oneOf(mixed, Arbitraries.strings().ofMaxLength(30));
    return Combinators.combine(
            Arbitraries.of(Event.class),
            names.injectNull(0.2),
            names,
            Arbitraries.oneOf(longTexts, mixed),
            Arbitraries.maps(
                    Arbitraries.strings().ofMaxLength(20), Arbitraries.strings().ofMaxLength(400))
                .ofMaxSize(6))
        .as((event, channel, sender, body, data) ->
            new ChatFacts(
                event,
                "message-1",
                "channel-1",
                channel,
                "sender-1",
                sender,
                body,
                null,
                data,
                Priority.HIGH,
                SENT_AT,
                EXPIRES_AT));
  }

  /** What a reader takes for one character, though it is several. */
  private static Arbitrary<String> characters() {
    return Arbitraries.of(
        "a",
        " ",
        "\"",
        "\\",
        "\n",
        "\u0001",
        "ä",
        "e\u0301\u0323",
        "漢",
        "👍",
        "👍🏽",
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "नि",
        "각",
        "م",
        "\u202b\u05d0",
        "\r\n",
        "\u2028");
  }

  private static int size(PushContent content) {
    String body = content.body();
    return JsonText.length(content.title())
        + (body == null ? 0 : JsonText.length(body))
        + JsonText.length(content.threadId())
        + content.data().entrySet().stream()
            .mapToInt(e -> JsonText.length(e.getKey()) + JsonText.length(e.getValue()) + 6)
            .sum();
  }

  private PushContent composed(FactsFixture fixture) {
    if (composer.compose(fixture.facts()) instanceof Composed(PushContent content)) {
      return content;
    }
    throw new AssertionError("refused");
  }

  private static FactsFixture aMessage(@Nullable String body) {
    return new FactsFixture(Event.NEW_MESSAGE, "Channel", "Sender", body, null, Map.of());
  }

  private record FactsFixture(
      Event event,
      @Nullable String channelName,
      String senderName,
      @Nullable String body,
      @Nullable String media,
      Map<String, String> data) {

    FactsFixture event(Event other) {
      return new FactsFixture(other, channelName, senderName, body, media, data);
    }

    FactsFixture channelName(@Nullable String other) {
      return new FactsFixture(event, other, senderName, body, media, data);
    }

    FactsFixture senderName(String other) {
      return new FactsFixture(event, channelName, other, body, media, data);
    }

    FactsFixture media(@Nullable String other) {
      return new FactsFixture(event, channelName, senderName, body, other, data);
    }

    FactsFixture data(Map<String, String> other) {
      return new FactsFixture(event, channelName, senderName, body, media, other);
    }

    ChatFacts facts() {
      return new ChatFacts(
          event,
          "message-1",
          "channel-1",
          channelName,
          "sender-1",
          senderName,
          body,
          media,
          data,
          Priority.HIGH,
          SENT_AT,
          EXPIRES_AT);
    }
  }
}
