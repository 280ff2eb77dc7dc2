package io.chatpush.dispatch.delivery;

import io.chatpush.events.AddressType;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.Platform;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Requests for the tests of delivery. */
final class Requests {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Requests() {}

  /** For devices whose addresses are {@code address-of-} and their ids. */
  static PushRequest.Builder aRequest(String... deviceIds) {
    return PushRequest.newBuilder()
        .setAppId("test-app")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setUserId("u1")
        .setSentAt(NOW)
        .setFannedOutAt(NOW)
        .setJoinedAt(NOW)
        .setExpiresAt(NOW.plus(Duration.ofHours(1)))
        .setSourceTopic("chat.messages")
        .setSourcePartition(3)
        .setSourceOffset(42)
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.ANDROID,
                    null,
                    ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    -1)))
        .setDevices(
            Stream.of(deviceIds)
                .map(id ->
                    new RequestDevice(
                        id, Platform.ANDROID, AddressType.TOKEN, "address-of-" + id, 0))
                .toList());
  }
}
