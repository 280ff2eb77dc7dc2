package io.chatpush.dispatch.web;

import io.chatpush.problem.KnownFailures;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Failures of operators' requests that are not faults of the service. Thread-safe. */
final class OperatorFailures implements KnownFailures {

  private final RateLimitedLog lines;

  OperatorFailures(Clock clock) {
    lines = new RateLimitedLog(LoggerFactory.getLogger(OperatorFailures.class), clock);
  }

  @Override
  public @Nullable Problem problem(Throwable failure) {
    if (!(failure instanceof KafkaException)) {
      return null;
    }
    lines.warn(
        "kafka",
        "Kafka or the schema registry does not answer an operator's request",
        SafeText.withoutMessages(failure));
    return Problem.of(ProblemType.UNAVAILABLE, "Kafka or the schema registry does not answer.");
  }
}
