package io.chatpush.token.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.web.ErrorResponse;

/**
 * The meter of this room: {@code push.registrations{type,result}}, counter of requests with a valid
 * access token that change or test devices.
 *
 * <ul>
 *   <li>{@code type}: {@code register} (PUT), {@code remove} (DELETE), {@code test} (a push to see
 *       that it comes), {@code import} (each line of one) or {@code erase} (by an operator).
 *   <li>{@code result}: {@code accepted} (2xx), {@code refused} (4xx) or {@code unavailable} (5xx).
 * </ul>
 *
 * <p>The results add up to the requests that were answered; one whose client went away before is in
 * none. Alert on {@code unavailable}: Kafka does not take registrations.
 */
final class RegistrationMeters {

  enum Type {
    REGISTER,
    REMOVE,
    TEST,
    IMPORT,
    ERASE
  }

  private enum Result {
    ACCEPTED,
    REFUSED,
    UNAVAILABLE
  }

  private final MeterRegistry registry;

  RegistrationMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Type type : Type.values()) {
      for (Result result : Result.values()) {
        var _ = counter(type, result);
      }
    }
  }

  void accepted(Type type) {
    counter(type, Result.ACCEPTED).increment();
  }

  void failed(Type type, Throwable failure) {
    boolean theirs =
        switch (failure) {
          case ProblemException e -> e.problem().status() < 500;
          case ErrorResponse e -> !e.getStatusCode().is5xxServerError();
          default -> false;
        };
    counter(type, theirs ? Result.REFUSED : Result.UNAVAILABLE).increment();
  }

  private Counter counter(Type type, Result result) {
    return Counter.builder("push.registrations")
        .description("Requests with a valid access token, by what became of them")
        .tag("type", type.name().toLowerCase(Locale.ROOT))
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
