package io.chatpush.token.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.web.ErrorResponse;

/**
 * The meter of this room: {@code push.registrations{type,result}}, counter of requests with a valid
 * access token to register or remove a device.
 *
 * <ul>
 *   <li>{@code type}: {@code register} (PUT) or {@code remove} (DELETE).
 *   <li>{@code result}: {@code accepted} (202), {@code refused} (4xx) or {@code unavailable} (5xx).
 * </ul>
 *
 * <p>The results add up to the requests that were answered; one whose client went away before is in
 * none. Alert on {@code unavailable}: Kafka does not take registrations.
 */
final class RegistrationMeters {

  enum Type {
    REGISTER,
    REMOVE
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
    boolean theirs = failure instanceof ProblemException || failure instanceof ErrorResponse;
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
