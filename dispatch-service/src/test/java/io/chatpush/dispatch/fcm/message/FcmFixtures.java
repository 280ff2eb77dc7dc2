package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.AddressType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pushes to test with. */
public final class FcmFixtures {

  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final PushId PUSH_ID = PushId.ofDevice("app", "message-1", "user-1", "device-1");
  public static final Duration TTL = Duration.ofMinutes(59);

  private static final JsonMapper JSON = new JsonMapper();
  private static final FcmPayloadRenderer RENDERER = new FcmPayloadRenderer();

  private FcmFixtures() {}

  public static PushContent aContent() {
    return aContent("A title", "A text");
  }

  public static PushContent aContent(String title, String body) {
    return new PushContent(
        title,
        body,
        "",
        Map.of("message_id", "message-1", "channel_id", "channel-1"),
        PushOptions.of(MessagePriority.HIGH, "channel-1"),
        NOW.plus(TTL));
  }

  public static PushAddress aToken() {
    return new PushAddress(AddressType.TOKEN, "fixture:token-1");
  }

  public static PushAttempt anAttempt() {
    return anAttempt(aToken());
  }

  public static PushAttempt anAttempt(PushAddress address) {
    return new PushAttempt(
        "app", address, PUSH_ID, RENDERER.render(aContent(), Platform.ANDROID), TTL);
  }

  public static String text(RenderedContent payload) {
    return UTF_8.decode(payload.getPayload().duplicate()).toString();
  }

  public static JsonNode tree(byte[] json) {
    return JSON.readTree(json);
  }

  public static JsonNode tree(String json) {
    return JSON.readTree(json);
  }
}
