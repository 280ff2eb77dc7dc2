package io.chatpush.dispatch.text;

import org.jspecify.annotations.Nullable;

/**
 * The facts of one event, from which templates take their values. A method is called only when a
 * text needs its fact, and must return the same each time. A text that is blank counts as missing.
 */
public interface Variables {

  /** Returns the name of the event's type, such as {@code NEW_MESSAGE}. */
  String eventType();

  String appId();

  String messageId();

  String senderId();

  /** Returns the sender's name; templates show the id where it is missing. */
  @Nullable String senderName();

  String channelId();

  /** Returns the name of the channel, missing in a conversation of two. */
  @Nullable String channelName();

  /** Returns the text of the message. */
  @Nullable String message();

  /** Returns the media type of the first attachment, such as {@code image/png}. */
  @Nullable String mediaType();

  /**
   * Returns the number of attachments, or 0 if it is not known; then an event with a media type has
   * one.
   */
  int mediaCount();

  /** Returns the reaction, such as an emoji. */
  @Nullable String reaction();

  /** Returns a value of the event's data, or null if the data has no such key. */
  @Nullable String datum(String key);
}
