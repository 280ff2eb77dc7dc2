package io.chatpush.dispatch.operations;

import io.chatpush.schemas.Topics;
import java.util.Locale;

/** Which dead letters are meant. */
public enum LetterKind {
  /** Pushes that could not be delivered, and records of ours that could not be read. */
  PUSHES(Topics.PUSH_DEAD_LETTERS),
  /** Chat events that were refused. */
  EVENTS(Topics.CHAT_MESSAGES_DEAD_LETTERS);

  private final String topic;

  LetterKind(String topic) {
    this.topic = topic;
  }

  String topic() {
    return topic;
  }

  /** As requests and answers have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
