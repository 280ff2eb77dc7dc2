package io.chatpush.token.web;

import io.chatpush.http.Problem;
import io.chatpush.http.ProblemException;
import io.chatpush.http.ProblemType;
import java.time.Duration;

/** A user asks for too much. */
final class TooManyRequestsException extends ProblemException {

  private final Duration retryAfter;

  TooManyRequestsException(Duration retryAfter) {
    super(
        Problem.of(
            ProblemType.TOO_MANY_REQUESTS,
            "This user changes or tests devices too often; the header Retry-After says when to come"
                + " again."));
    this.retryAfter = retryAfter;
  }

  /** When the next one is allowed, in whole seconds. */
  long retryAfterSeconds() {
    return Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }
}
