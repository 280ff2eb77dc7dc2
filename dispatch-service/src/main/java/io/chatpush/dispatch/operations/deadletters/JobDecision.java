package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.PushCommand;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** What a job does with one dead letter. */
sealed interface JobDecision {

  /** The dead letter stays open. */
  record Skip(SkipReason why) implements JobDecision {}

  /** The push goes back to the commands, where fan-out puts pushes. */
  record SendPush(String topic, String key, PushCommand command) implements JobDecision {}

  /** The record goes back to the topic that it was read from, byte for byte. */
  record SendBack(String topic, DeadLetterEntry entry, List<Header> headers)
      implements JobDecision {}

  /** The dead letter is marked as discarded; nothing is sent. */
  record Discard() implements JobDecision {}
}
