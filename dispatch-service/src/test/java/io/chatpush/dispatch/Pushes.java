package io.chatpush.dispatch;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Push;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.time.Instant;

/** Envelopes of pushes for tests. */
public final class Pushes {

  private Pushes() {}

  /** The envelope of a first attempt that expires an hour after its message was sent. */
  public static Push.Builder aPush(String appId, String messageId, Instant sentAt) {
    return Push.newBuilder()
        .setMessage(aMessage(appId, messageId, sentAt))
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setExpiresAt(sentAt.plus(Duration.ofHours(1)))
        .setSource(new RecordPlace(Topics.CHAT_MESSAGES, 3, 42L));
  }

  /** A message that was fanned out as soon as it was sent. */
  public static ChatMessageRef aMessage(String appId, String messageId, Instant sentAt) {
    return new ChatMessageRef(appId, messageId, sentAt, sentAt);
  }
}
