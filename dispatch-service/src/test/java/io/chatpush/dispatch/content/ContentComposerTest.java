package io.chatpush.dispatch.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.apps.App.Privacy;
import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.DataTooLarge;
import io.chatpush.dispatch.content.Composition.ReservedKey;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContentComposerTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant SENT_AT = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant EXPIRES_AT = SENT_AT.plusSeconds(3600);

  private final ContentComposer composer = new ContentComposer(new FcmPayloadRenderer());

  @Test
  void tellsAnAppWhatItIsAbout() {
    PushContent content = composed(aMessage("Hello").setData(Map.of("own", "value")));
    assertThat(content)
        .isEqualTo(
            new PushContent(
                "\u2068Sender\u2069 in \u2068Channel\u2069",
                "Hello",
                "en",
                Map.of(
                    "own", "value",
                    "message_id", "message-1",
                    "channel_id", "channel-1",
                    "event_type", "NEW_MESSAGE",
                    "sender_id", "sender-1",
                    "sent_at", "1767268800000",
                    "sequence", "7"),
                PushOptions.of(MessagePriority.HIGH, "channel-1"),
                EXPIRES_AT));
  }

  @Test
  void namesTheSenderAloneInAConversationOfTwo() {
    assertThat(composed(aMessage("Hello").setChannelName(null)).title()).isEqualTo("Sender");
  }

  @Test
  void namesTheSenderByIdWhereThereIsNoName() {
    assertThat(composed(aMessage("Hello").setSenderName(" ")).title())
        .isEqualTo("\u2068sender-1\u2069 in \u2068Channel\u2069");
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
    "ADDED_TO_CHANNEL, Channel, Channel, \u2068Sender\u2069 added you",
    "INVITED_TO_CHANNEL, Channel, Channel, \u2068Sender\u2069 invited you",
    "REMOVED_FROM_CHANNEL, Channel, Channel, \u2068Sender\u2069 removed you",
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
    Map<String, String> data = Map.of("blob", "x".repeat(3_500));
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
    var event = aMessage("word ".repeat(20_000)).setData(data);
    assertThat(composed(event).data()).containsEntry("blob", "x".repeat(2000));
    assertThat(shown(event, Platform.ANDROID).get("body").asString())
        .startsWith("word word")
        .endsWith("…")
        .hasSizeBetween(1_000, 1_700);
  }

  @Test
  void leavesOutACharacterThatDoesNotFitAlone() {
    var event = aMessage("e" + "\u0301".repeat(50_000));
    assertThat(shown(event, Platform.WEB).get("body").asString()).isEqualTo("…");
  }

  @Test
  void leavesATextThatFitsAsItIs() {
    String text = "👩‍👩‍👧 مرحبا é\n" + "x".repeat(1000);
    assertThat(shown(aMessage(text), Platform.IOS).get("body").asString()).isEqualTo(text);
  }

  private Composition compose(ChatMessageEvent.Builder event) {
    ChatMessageEvent built = event.build();
    return composer.compose(
        built, DefaultSettings.VALUE, Privacy.FULL, DefaultSettings.words(built), 7, EXPIRES_AT);
  }

  private PushContent composed(ChatMessageEvent.Builder event) {
    if (compose(event) instanceof Composed composed) {
      return composed.content();
    }
    throw new AssertionError("refused");
  }

  /** Returns title and body as they are sent to a device of that platform. */
  private JsonNode shown(ChatMessageEvent.Builder event, Platform platform) {
    if (!(compose(event) instanceof Composed composed)) {
      throw new AssertionError("refused");
    }
    for (RenderedContent content : composed.rendered()) {
      if (content.getPlatform() == platform) {
        return JSON.readTree(content.getPayload().array()).get("notification");
      }
    }
    throw new AssertionError("not rendered for " + platform);
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
