package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.RenderedPayload;
import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the tests of fan-out and join speak of. */
final class Fixtures {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final int BULK_ABOVE = 100;
  static final String APP = "test-app";

  /** Says the platform and the text, so that tests see what went where. */
  static final PayloadRenderer NAMING_RENDERER =
      (content, platform) ->
          new RenderedPayload(
              ByteBuffer.wrap((platform + ":" + content.body()).getBytes(StandardCharsets.UTF_8)),
              List.of(),
              -1);

  private Fixtures() {}

  static FanOut fanOut() {
    return new FanOut(
        new ChatEventRules(APP::equals),
        new ContentComposer(),
        NAMING_RENDERER,
        BULK_ABOVE,
        Duration.ofHours(1));
  }

  static ChatMessageEvent.Builder aChatMessage(String... recipients) {
    return ChatMessageEvent.newBuilder()
        .setAppId(APP)
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setSenderId("sender")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of(recipients))
        .setBody("text")
        .setSentAt(NOW);
  }

  static UserDevice aDevice(String userId, String deviceId, Platform platform) {
    return UserDevice.newBuilder()
        .setAppId(APP)
        .setUserId(userId)
        .setDeviceId(deviceId)
        .setAddressType(AddressType.TOKEN)
        .setAddressValue("address-of-" + deviceId)
        .setPlatform(platform)
        .setRegisteredAt(NOW)
        .setRefreshedAt(NOW)
        .build();
  }
}
