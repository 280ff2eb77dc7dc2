package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** A user changes or tests devices too often. */
final class TooManyRequestsException extends ProblemException {

  private static final long serialVersionUID = 1;

  TooManyRequestsException(Duration retryAfter) {
    super(
        Problem.of(
            ProblemType.TOO_MANY_REQUESTS,
            "This user changes or tests devices too often; the header Retry-After says when to come"
                + " again."),
        Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(wholeSeconds(retryAfter))));
  }

  /** Rounded up: a client that comes a moment too early is refused again. */
  private static long wholeSeconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
