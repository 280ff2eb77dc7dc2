package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.startup.Rehearsal;
import io.chatpush.events.AddressType;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RecordPlace;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Requests in, outcomes out, as bytes. */
final class CodecRehearsal implements Rehearsal {

  private static final int RECORDS = 200;
  private static final Instant ONCE = Instant.EPOCH;

  private final RecordCodec codec;

  CodecRehearsal(RecordCodec codec) {
    this.codec = codec;
  }

  @Override
  public void rehearse() {
    for (int i = 0; i < RECORDS; i++) {
      PushRequest request =
          codec.decode(
              PushRequest.class,
              Topics.PUSH_REQUESTS,
              codec.encode(Topics.PUSH_REQUESTS, aRequest("message-" + i)));
      DevicePush push = DevicePush.of(request, request.getDevices().getFirst());
      var _ = codec.encode(Topics.PUSH_OUTCOMES, DeliveryRecords.accepted(push, "name-" + i, ONCE));
    }
  }

  private static PushRequest aRequest(String messageId) {
    return PushRequest.newBuilder()
        .setPush(
            Push.newBuilder()
                .setMessage(new ChatMessageRef("rehearsal", messageId, ONCE, ONCE))
                .setEventType(ChatEventType.NEW_MESSAGE)
                .setChannelId("channel")
                .setExpiresAt(ONCE.plus(Duration.ofHours(1)))
                .setSource(new RecordPlace(Topics.CHAT_MESSAGES, 0, 0L))
                .build())
        .setUserId("user")
        .setJoinedAt(ONCE)
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.ANDROID,
                    ByteBuffer.allocate(500),
                    List.of(10, 100),
                    200,
                    List.of(300),
                    20,
                    List.of(330),
                    50,
                    "en")))
        .setDevices(
            List.of(new RequestDevice("device", Platform.ANDROID, AddressType.TOKEN, "address", 0)))
        .build();
  }
}
