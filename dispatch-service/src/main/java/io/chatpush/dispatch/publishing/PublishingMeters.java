package io.chatpush.dispatch.publishing;

import io.chatpush.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.http.HttpStatus;

/**
 * Counts the chat events that were received over HTTP.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.publishing.events}</td><td>counter</td><td>result</td><td>events received
 *   over HTTP: accepted (Kafka has acknowledged the event), refused (the event is wrong), failed
 *   (Kafka did not acknowledge it in time, or the service failed). Alert on failed</td></tr>
 * </table>
 *
 * <p>The sum of the results is the number of events that were received, without those whose client
 * disconnected before Kafka had acknowledged them.
 */
final class PublishingMeters {

  private static final String NAME = "push.publishing.events";
  private static final String RESULT = "result";

  private final Counter accepted;
  private final Counter refused;
  private final Counter failed;

  PublishingMeters(MeterRegistry registry) {
    accepted = registry.counter(NAME, RESULT, "accepted");
    refused = registry.counter(NAME, RESULT, "refused");
    failed = registry.counter(NAME, RESULT, "failed");
  }

  void accepted() {
    accepted.increment();
  }

  void refused() {
    refused.increment();
  }

  /** Counts an event that was refused or that could not be written. */
  void notAccepted(Throwable failure) {
    (isRefusal(failure) ? refused : failed).increment();
  }

  /** Returns whether the event is wrong, so that a repeat would be refused as well. */
  static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException e
        && e.problem().status() < HttpStatus.INTERNAL_SERVER_ERROR.value();
  }
}
