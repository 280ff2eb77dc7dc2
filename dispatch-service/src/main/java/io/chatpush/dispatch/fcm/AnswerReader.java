package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.fcm.message.FcmAnswer;
import io.chatpush.dispatch.fcm.message.UnreadableAnswerException;

/** Says what an answer of FCM means. Called on the event loop of a connection; must not block. */
@FunctionalInterface
interface AnswerReader {

  /**
   * Returns what the answer means for the push.
   *
   * @throws UnreadableAnswerException if FCM seems to have taken the push but its answer cannot be
   *     read
   */
  DeliveryOutcome map(FcmAnswer answer) throws UnreadableAnswerException;
}
