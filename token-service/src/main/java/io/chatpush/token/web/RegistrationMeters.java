package io.chatpush.token.web;

import io.chatpush.problem.ProblemException;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.springframework.web.ErrorResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The meters of this package.
 *
 * <p>{@code push.registrations{type,result}}, counter of requests with a valid access token that
 * change or test devices:
 *
 * <ul>
 *   <li>{@code type}: {@code register} (PUT), {@code remove} (DELETE), {@code test} (a push to see
 *       that it comes), {@code import} (each line of one) or {@code erase} (by an operator).
 *   <li>{@code result}: {@code accepted} (2xx), {@code refused} (4xx), {@code unavailable} (5xx) or
 *       {@code disconnected}: the client went away before it was answered, such as a phone in a
 *       tunnel. Its change may have been made or not; apps repeat it at their next start.
 * </ul>
 *
 * <p>The results add up to all requests, and to the lines of imports that were read. Alert on
 * {@code unavailable}: Kafka does not take registrations.
 *
 * <p>{@code push.registration.notices{field,notice}}, counter of notices in the answers to accepted
 * registrations and to accepted lines of imports: fields that are stored otherwise than they were
 * sent. {@code field} is a {@link Notice.Source}, {@code notice} a {@link Notice.Kind}, both in
 * lower case. A device without a locale or a time zone gets its pushes all the same, so nothing is
 * to be alerted on; a rate of {@code dropped} that rises with a release of the app is a bug of that
 * release.
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
    UNAVAILABLE,
    DISCONNECTED
  }

  private final MeterRegistry registry;

  RegistrationMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Type type : Type.values()) {
      for (Result result : Result.values()) {
        var _ = counter(type, result);
      }
    }
    for (Notice.Source source : Notice.Source.values()) {
      for (Notice.Kind kind : source.kinds()) {
        var _ = counter(source, kind);
      }
    }
  }

  void accepted(Type type) {
    counter(type, Result.ACCEPTED).increment();
  }

  void noticed(List<Notice> notices) {
    notices.forEach(notice -> counter(notice.source(), notice.notice()).increment());
  }

  void failed(Type type, Throwable failure) {
    counter(type, result(failure)).increment();
  }

  /** Counts a request whose client went away while it was worked on. */
  void disconnected(Type type) {
    counter(type, Result.DISCONNECTED).increment();
  }

  private static Result result(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> ofStatus(e.problem().status());
      case ErrorResponse e -> ofStatus(e.getStatusCode().value());
      // Its cause may be a connection to Kafka that was reset.
      case DeviceTokenPublisher.Unavailable _ -> Result.UNAVAILABLE;
      default ->
          DisconnectedClientHelper.isClientDisconnectedException(failure)
              ? Result.DISCONNECTED
              : Result.UNAVAILABLE;
    };
  }

  private static Result ofStatus(int status) {
    return status < 500 ? Result.REFUSED : Result.UNAVAILABLE;
  }

  private Counter counter(Type type, Result result) {
    return Counter.builder("push.registrations")
        .description("Requests with a valid access token, by what became of them")
        .tag("type", type.name().toLowerCase(Locale.ROOT))
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter counter(Notice.Source source, Notice.Kind kind) {
    return Counter.builder("push.registration.notices")
        .description(
            "Fields of accepted registrations that are stored otherwise than they were sent")
        .tag("field", source.name().toLowerCase(Locale.ROOT))
        .tag("notice", kind.text())
        .register(registry);
  }
}
