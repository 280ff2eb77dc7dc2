package io.chatpush.dispatch.content;

import io.chatpush.dispatch.push.Priority;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a push can tell of something that happened in a chat.
 *
 * @param event what happened
 * @param messageId the chat message
 * @param channelId the conversation; groups notifications on the device
 * @param channelName {@code null} in a conversation of two
 * @param senderId who caused it
 * @param senderName {@code null} where {@code senderId} is to be shown
 * @param body the text of the message
 * @param media media type of an attachment, e.g. {@code image/png}
 * @param data the chat system's own, for the app
 * @param priority how urgent
 * @param sentAt when it happened
 * @param expiresAt after this moment nobody wants the push
 */
public record ChatFacts(
    Event event,
    String messageId,
    String channelId,
    @Nullable String channelName,
    String senderId,
    @Nullable String senderName,
    @Nullable String body,
    @Nullable String media,
    Map<String, String> data,
    Priority priority,
    Instant sentAt,
    Instant expiresAt) {

  /** What can happen in a chat that people want a push for. */
  public enum Event {
    NEW_MESSAGE,
    ADDED_TO_CHANNEL,
    INVITED_TO_CHANNEL,
    REMOVED_FROM_CHANNEL
  }

  public ChatFacts {
    data = Map.copyOf(data);
  }

  /** Without what was said, where and by whom. */
  @Override
  public String toString() {
    return "ChatFacts[" + event + "]";
  }
}
