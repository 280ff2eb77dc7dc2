package io.chatpush.dispatch.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.apps.App.Privacy;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.EventSettings.Android;
import io.chatpush.apps.EventSettings.Apns;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.apps.EventSettings.Web;
import io.chatpush.apps.IdPattern;
import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.OptionRefused;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventOptionsTest {

  private static final Instant SENT_AT = Instant.parse("2026-01-01T12:00:00Z");

  private final ContentComposer composer = new ContentComposer(new FcmPayloadRenderer());

  @Test
  void takesTheSettingsOfTheAppWhereTheEventHasNone() {
    PushOptions options = options(anEvent(), Privacy.FULL);
    assertThat(options.image()).isEqualTo("https://app.example.com/image");
    assertThat(options.link()).isEqualTo("https://app.example.com/c%2F1?o=1%262&s=sender-1");
    assertThat(options.sound()).isEqualTo("bell");
    assertThat(options.badge()).isEqualTo(3);
    assertThat(options.notificationCount()).isEqualTo(7);
    assertThat(options.category()).isEqualTo("category");
    assertThat(options.collapseKey()).isEqualTo("app-c/1");
    assertThat(options.thread()).isEqualTo("message-1");
    assertThat(options.silent()).isTrue();
    assertThat(options.analyticsLabel()).isEqualTo("label");
    assertThat(options.priority()).isEqualTo(MessagePriority.NORMAL);
    assertThat(options.androidTag()).isEqualTo("tag-sender-1");
    assertThat(options.androidCollapseKey()).isEqualTo("c/1");
    assertThat(options.webTopic()).isEqualTo("topic-1&2");
    assertThat(options.webTag()).isNull();
  }

  @Test
  void prefersWhatTheEventSays() {
    PushOptions options =
        options(
            anEvent()
                .setImage("https://event.example.com/image")
                .setLink("https://event.example.com/link")
                .setSound("horn")
                .setBadge(0)
                .setCategory("own-category")
                .setCollapseKey("own-key")
                .setThread("own-thread")
                .setSilent(false)
                .setAnalyticsLabel("own-label")
                .setPriority(MessagePriority.HIGH),
            Privacy.FULL);
    assertThat(options.image()).isEqualTo("https://event.example.com/image");
    assertThat(options.link()).isEqualTo("https://event.example.com/link");
    assertThat(options.sound()).isEqualTo("horn");
    assertThat(options.badge()).isZero();
    assertThat(options.notificationCount()).isZero();
    assertThat(options.category()).isEqualTo("own-category");
    assertThat(options.collapseKey()).isEqualTo("own-key");
    assertThat(options.thread()).isEqualTo("own-thread");
    assertThat(options.silent()).isFalse();
    assertThat(options.analyticsLabel()).isEqualTo("own-label");
    assertThat(options.priority()).isEqualTo(MessagePriority.HIGH);
  }

  @Test
  void handsLinkImageAndCustomTypeToAnAppThatShowsThePush() {
    ChatMessageEvent.Builder event =
        anEvent().setEventType(ChatEventType.CUSTOM).setCustomType("order_shipped");
    assertThat(content(event, settings(Display.DATA_ONLY), Privacy.FULL).data())
        .containsEntry("event_type", "CUSTOM")
        .containsEntry("custom_type", "order_shipped")
        .containsEntry("image", "https://app.example.com/image")
        .containsEntry("link", "https://app.example.com/c%2F1?o=1%262&s=sender-1");
    assertThat(content(event, settings(Display.NOTIFICATION), Privacy.FULL).data())
        .containsKey("link")
        .doesNotContainKey("image");
  }

  @Test
  void tellsNothingButIdsWhereTheAppWantsIdsOnly() {
    PushContent content =
        content(
            anEvent()
                .setEventType(ChatEventType.CUSTOM)
                .setCustomType("secret")
                .setImage("https://event.example.com/secret")
                .setLink("https://event.example.com/secret"),
            settings(Display.DATA_ONLY),
            Privacy.IDS_ONLY);
    assertThat(content.data())
        .containsOnlyKeys("message_id", "channel_id", "event_type", "sent_at", "sequence");
    PushOptions options = content.options();
    assertThat(options.image()).isEqualTo("https://app.example.com/image");
    assertThat(options.link()).isEqualTo("https://app.example.com/c%2F1?o=&s=");
    assertThat(options.androidTag()).isEqualTo("tag-");
    assertThat(options.webTopic()).isEqualTo("topic-");
  }

  static Stream<Arguments> refusedOptions() {
    return Stream.of(
        refused("image is not an https URL", e -> e.setImage("http://x/secret")),
        refused("link is not an https URL", e -> e.setLink("secret")),
        refused("link has more than 2,000 characters", e -> e.setLink("x".repeat(2_001))),
        refused("sound is a path, not the name of a sound", e -> e.setSound("secret/x")),
        refused("badge is negative", e -> e.setBadge(-1)),
        refused("category is empty", e -> e.setCategory("")),
        refused("collapse_key has more than 64 bytes of UTF-8", e -> e.setCollapseKey(LONG)),
        refused("thread has a control character", e -> e.setThread("secret\n")),
        refused(
            "analytics_label is not 1 to 50 of the characters a-z, A-Z, 0-9 and -_.~%",
            e -> e.setAnalyticsLabel("a secret")),
        refused(
            "link has more than 2,000 characters",
            e -> e.setData(Map.of("order", "&".repeat(1_000)))));
  }

  private static final String LONG = "ä".repeat(33);

  private static Arguments refused(String reason, Consumer<ChatMessageEvent.Builder> change) {
    return Arguments.of(reason, change);
  }

  @ParameterizedTest
  @MethodSource("refusedOptions")
  void refusesAnOptionThatFcmWouldRefuse(String reason, Consumer<ChatMessageEvent.Builder> change) {
    ChatMessageEvent.Builder event = anEvent();
    change.accept(event);
    assertThat(
            composer.compose(
                event.build(),
                settings(Display.NOTIFICATION),
                Privacy.FULL,
                DefaultSettings.words(event.build()),
                1,
                SENT_AT))
        .isInstanceOfSatisfying(
            OptionRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private PushOptions options(ChatMessageEvent.Builder event, Privacy privacy) {
    return content(event, settings(Display.NOTIFICATION), privacy).options();
  }

  private PushContent content(
      ChatMessageEvent.Builder event, EventSettings settings, Privacy privacy) {
    if (composer.compose(
            event.build(), settings, privacy, DefaultSettings.words(event.build()), 1, SENT_AT)
        instanceof Composed composed) {
      return composed.content();
    }
    throw new AssertionError("refused");
  }

  private static EventSettings settings(Display display) {
    return new EventSettings(
        true,
        Map.of(),
        Set.of("order"),
        display,
        false,
        null,
        MessagePriority.NORMAL,
        "bell",
        3,
        pattern("https://app.example.com/{channel_id}?o={order}&s={sender_id}"),
        "icon",
        "https://app.example.com/image",
        pattern("{message_id}"),
        pattern("{app_id}-{channel_id}"),
        true,
        "label",
        new Android(
            null,
            pattern("tag-{sender_id}"),
            pattern("{channel_id}"),
            null,
            null,
            7,
            null,
            null,
            null,
            null,
            null),
        new Apns("category", null, true, null, null, null, null),
        new Web(null, pattern("topic-{order}"), null, null, null, null, null, List.of()));
  }

  private static IdPattern pattern(String text) {
    return IdPattern.compile(text, Set.of("order"));
  }

  private static ChatMessageEvent.Builder anEvent() {
    return ChatMessageEvent.newBuilder()
        .setAppId("app")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("c/1")
        .setSenderId("sender-1")
        .setAudience(Audience.EXPLICIT)
        .setBody("text")
        .setData(Map.of("order", "1&2"))
        .setSentAt(SENT_AT);
  }
}
