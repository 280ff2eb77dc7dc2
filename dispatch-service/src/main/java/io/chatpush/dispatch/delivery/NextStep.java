package io.chatpush.dispatch.delivery;

import java.time.Instant;

/** The next step of a push that FCM deferred. */
sealed interface NextStep {

  /**
   * It is sent again, not before that moment.
   *
   * @param topic the retry topic in which it waits
   */
  record Retry(Instant notBefore, String topic) implements NextStep {}

  /** It ends: it would have expired before it may be sent again. */
  record Expire() implements NextStep {}

  /** It ends in the dead letters: it has been sent as often as the settings allow. */
  record GiveUp() implements NextStep {}
}
