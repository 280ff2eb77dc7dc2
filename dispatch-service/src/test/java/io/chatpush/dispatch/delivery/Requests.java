package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.Pushes.aPush;

import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Requests for the tests of delivery. */
final class Requests {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Requests() {}

  /** For devices whose addresses are {@code address-of-} and their ids. */
  static PushRequest.Builder aRequest(String... deviceIds) {
    return aRequest(push -> {}, deviceIds);
  }

  /** The same, with another envelope. */
  static PushRequest.Builder aRequest(Consumer<Push.Builder> change, String... deviceIds) {
    Push.Builder push = aPush("test-app", "message-1", NOW);
    change.accept(push);
    return PushRequest.newBuilder()
        .setPush(push.build())
        .setUserId("u1")
        .setJoinedAt(NOW)
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.ANDROID,
                    ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    -1,
                    List.of(),
                    0,
                    List.of(),
                    0,
                    "")))
        .setDevices(
            Stream.of(deviceIds)
                .map(id ->
                    new RequestDevice(
                        id, Platform.ANDROID, AddressType.TOKEN, "address-of-" + id, 0))
                .toList());
  }
}
