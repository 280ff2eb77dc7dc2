package io.chatpush.dispatch.fcm;

import java.io.IOException;

/** A push went out and nothing came back: FCM may or may not have taken it. */
final class NoAnswerException extends IOException {

  NoAnswerException(String message) {
    super(message);
  }
}
