package io.chatpush.dispatch.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.DataTooLarge;
import io.chatpush.dispatch.content.Composition.ReservedKey;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
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
    PushContent content = composed(aMessage("Hello").setData(Map.of("own", "value")));
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
                MessagePriority.HIGH,
                EXPIRES_AT));
  }

  @Test
  void namesTheSenderAloneInAConversationOfTwo() {
    assertThat(composed(aMessage("Hello").setChannelName(null)).title()).isEqualTo("Sender");
  }

  @Test
  void namesTheSenderByIdWhereThereIsNoName() {
    assertThat(composed(aMessage("Hello").setSenderName(" ")).title())
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
    assertThat(composed(aMessage(" ").setMedia(media)).body()).isEqualTo(text);
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
      ChatEventType event, @Nullable String channel, String title, String body) {
    PushContent content = composed(aMessage(null).setEventType(event).setChannelName(channel));
    assertThat(content.title()).isEqualTo(title);
    assertThat(content.body()).isEqualTo(body);
    assertThat(content.data()).containsEntry("event_type", event.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_id", "channel_id", "event_type", "sender_id", "sent_at"})
  void keepsItsOwnNamesForItself(String key) {
    assertThat(composed(aMessage("Hello").setData(Map.of(key, "forged"))).data())
        .doesNotContainValue("forged");
  }

  @ParameterizedTest
  @CsvSource({
    "from, data has the key \"from\"",
    "gcm.of-a-user, data has a key that begins with \"gcm.\"",
    "google.of-a-user, data has a key that begins with \"google.\""
  })
  void quotesNothingOfTheEventForAReservedKey(String key, String reason) {
    Composition composition = compose(aMessage("Hello").setData(Map.of(key, "v")));
    assertThat(((ReservedKey) composition).reason()).isEqualTo(reason + ", which FCM reserves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "message_type", "google.x", "gcm.notification.title", "gcm.x"})
  void refusesKeysThatFcmReserves(String key) {
    Composition refused = compose(aMessage("Hello").setData(Map.of(key, "v", "a", "b")));
    assertThat(refused).isEqualTo(new ReservedKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "fromage", "google", "gcm", "notification"})
  void letsOtherKeysPass(String key) {
    assertThat(composed(aMessage("Hello").setData(Map.of(key, "v"))).data())
        .containsEntry(key, "v");
  }

  @Test
  void refusesDataThatLeavesNoRoom() {
    Map<String, String> data = Map.of("blob", "x".repeat(3000));
    assertThat(compose(aMessage("Hello").setData(data)))
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
    PushContent content = composed(aMessage("word ".repeat(20_000)).setData(data));
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
  void neverExceedsTheLimitAndNeverCutsACharacter(@ForAll("events") ChatMessageEvent event) {
    switch (composer.compose(event, EXPIRES_AT)) {
      case Composed(PushContent content) -> {
        assertThat(size(content)).isLessThanOrEqualTo(ContentComposer.LIMIT);
        String full = event.getBody();
        String body = content.body();
        if (event.getEventType() == ChatEventType.NEW_MESSAGE
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
      case ReservedKey(String key) -> assertThat(event.getData()).containsKey(key);
    }
  }

  @Provide
  Arbitrary<ChatMessageEvent> events() {
    Arbitrary<String> longTexts =
        Combinators.combine(characters(), Arbitraries.integers().between(1, 100_000))
            .as((unit, length) -> unit.repeat(length / unit.length() + 1));
    Arbitrary<String> mixed =
        characters().list().ofMaxSize(2_000).map(units -> String.join("", units));
    Arbitrary<String> names = Arbitraries.oneOf(mixed, Arbitraries.strings().ofMaxLength(30));
    return Combinators.combine(
            Arbitraries.of(ChatEventType.class).filter(type -> type != ChatEventType.UNKNOWN),
            names.injectNull(0.2),
            names,
            Arbitraries.oneOf(longTexts, mixed),
            Arbitraries.maps(
                    Arbitraries.strings().ofMaxLength(20), Arbitraries.strings().ofMaxLength(400))
                .ofMaxSize(6))
        .as((type, channel, sender, body, data) ->
            aMessage(body)
                .setEventType(type)
                .setChannelName(channel)
                .setSenderName(sender)
                .setData(data)
                .build());
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

  private Composition compose(ChatMessageEvent.Builder event) {
    return composer.compose(event.build(), EXPIRES_AT);
  }

  private PushContent composed(ChatMessageEvent.Builder event) {
    if (compose(event) instanceof Composed(PushContent content)) {
      return content;
    }
    throw new AssertionError("refused");
  }

  private static ChatMessageEvent.Builder aMessage(@Nullable String body) {
    return ChatMessageEvent.newBuilder()
        .setAppId("app")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setChannelName("Channel")
        .setSenderId("sender-1")
        .setSenderName("Sender")
        .setAudience(Audience.EXPLICIT)
        .setBody(body)
        .setPriority(MessagePriority.HIGH)
        .setSentAt(SENT_AT);
  }
}
