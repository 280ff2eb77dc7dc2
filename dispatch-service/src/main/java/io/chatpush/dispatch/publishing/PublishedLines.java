package io.chatpush.dispatch.publishing;

import io.chatpush.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The response to a request with an event in each line.
 *
 * @param accepted the number of events that Kafka has acknowledged
 * @param noticed the number of these that lead to no push: the app has their type switched off, or
 *     they have no recipient
 * @param refused the number of lines that are wrong
 * @param errors why lines were refused, in their order; the first {@link EventLines#MOST_ERRORS}
 */
record PublishedLines(long accepted, long noticed, long refused, List<LineError> errors) {

  /**
   * A line that was refused.
   *
   * @param line its number, from 1
   * @param messageId of its event, where it can be read
   * @param problem what is wrong, as in the response to a request with this one event
   */
  record LineError(long line, @Nullable String messageId, Problem problem) {}

  PublishedLines {
    errors = List.copyOf(errors);
  }

  /** Returns the status of the response, which tells whether all, some or none were accepted. */
  HttpStatus status() {
    if (refused == 0) {
      return HttpStatus.ACCEPTED;
    }
    return accepted == 0 ? HttpStatus.BAD_REQUEST : HttpStatus.MULTI_STATUS;
  }
}
