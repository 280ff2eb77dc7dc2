package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of dead letters, by their topic. */
public enum DeadLetterKind {
  /** Pushes that could not be delivered, and records of the pipeline that could not be read. */
  PUSHES(Topics.PUSH_DEAD_LETTERS),
  /** Chat events that were refused. */
  EVENTS(Topics.CHAT_MESSAGES_DEAD_LETTERS);

  private final String topic;

  DeadLetterKind(String topic) {
    this.topic = topic;
  }

  /** Returns the kind of the dead letters in a topic. */
  static DeadLetterKind of(String topic) {
    return topic.equals(EVENTS.topic) ? EVENTS : PUSHES;
  }

  String topic() {
    return topic;
  }

  /**
   * Returns the topics whose records go to these dead letters; a record is sent back to no other.
   */
  List<String> sources() {
    return switch (this) {
      case EVENTS -> List.of(Topics.CHAT_MESSAGES);
      case PUSHES ->
          // Read by the join, by delivery or by the readers of retries, or refused by the broker
          // when fan-out or the join wrote them.
          Stream.concat(
                  Stream.of(
                      Topics.PUSH_COMMANDS,
                      Topics.PUSH_COMMANDS_BULK,
                      Topics.PUSH_REQUESTS,
                      Topics.PUSH_REQUESTS_BULK,
                      Topics.PUSH_OUTCOMES),
                  RetryTier.topics().stream())
              .toList();
    };
  }

  /** Returns the name in requests and responses. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
