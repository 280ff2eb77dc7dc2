package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is done with a push after a send. */
sealed interface NextStep {

  /** It has ended: FCM took it. */
  record Accept(@Nullable String fcmMessageId) implements NextStep {}

  /** It has ended: the address is dead, and its owner is to be told. */
  record Retire() implements NextStep {}

  /** It has ended: too late for another send. */
  record Expire(PushCause cause) implements NextStep {}

  /** It has ended in the dead letters. */
  record DeadLetter(PushCause cause, int httpStatus) implements NextStep {}

  /** It has ended in the dead letters, and the owner of the address is told that it is invalid. */
  record RefuseAddress(DeadLetter letter) implements NextStep {}

  /**
   * It is sent again, not before that moment.
   *
   * @param topic the retry topic in which it waits
   */
  record Retry(Instant notBefore, String topic) implements NextStep {}
}
