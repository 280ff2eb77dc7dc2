package io.chatpush.dispatch.fcm.message;

import java.io.IOException;

/** FCM said that it took a push, in words that are not FCM's: it may or may not have. */
public final class UnreadableAnswerException extends IOException {

  UnreadableAnswerException(int status) {
    super("FCM answered " + status + " with a body that names no message");
  }
}
