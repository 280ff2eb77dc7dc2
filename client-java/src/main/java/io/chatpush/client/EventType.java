package io.chatpush.client;

/** What happened in a chat. The app's settings say which types of event lead to pushes. */
public enum EventType {
  /** The sender wrote a message to the channel. */
  NEW_MESSAGE,
  /** The sender added the recipients to the channel. */
  ADDED_TO_CHANNEL,
  /** The sender invited the recipients to the channel. */
  INVITED_TO_CHANNEL,
  /** The sender removed the recipients from the channel. */
  REMOVED_FROM_CHANNEL,
  /** The sender sent one or more attachments to the channel. */
  NEW_MEDIA_MESSAGE,
  /** The sender reacted to a message of the recipients. */
  REACTION,
  /** The sender edited a message; with the same message id, its push replaces the earlier one. */
  MESSAGE_EDITED,
  /** The sender replied in a thread of the channel. */
  THREAD_REPLY,
  /** The sender calls the recipients. */
  CALL,
  /** An event type of the app's own, see {@link ChatMessage.Builder#customType}. */
  CUSTOM
}
