package io.chatpush.supervision;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of supervision. A part is, for example, {@code delivery-0} or {@code fan-out}: a
 * closed set for each service.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code chatpush.supervision.state}</td><td>gauge</td><td>part, state</td><td>1 for the
 *   state the part is in, 0 for the others: not_running, working, healing, blocked, failed. Alert on
 *   blocked and failed</td></tr>
 *   <tr><td>{@code chatpush.supervision.changes}</td><td>counter</td><td>part,
 *   state</td><td>changes of a part to that state</td></tr>
 *   <tr><td>{@code chatpush.supervision.restarts}</td><td>counter</td><td>part</td><td>restarts of
 *   the part within the process. Alert when it keeps rising</td></tr>
 * </table>
 */
final class SupervisionMeters {

  private static final String PART = "part";
  private static final String STATE = "state";

  private final MeterRegistry registry;

  SupervisionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Nanoseconds of a clock that never jumps. */
  long now() {
    return registry.config().clock().monotonicTime();
  }

  void watch(SupervisedPart part) {
    for (PartState state : PartState.values()) {
      Gauge.builder("chatpush.supervision.state", part, p -> p.state() == state ? 1 : 0)
          .description("1 for the state that a background part is in, 0 for the others")
          .tag(PART, part.name())
          .tag(STATE, label(state))
          .register(registry);
      var _ =
          registry.counter("chatpush.supervision.changes", PART, part.name(), STATE, label(state));
    }
    var _ = registry.counter("chatpush.supervision.restarts", PART, part.name());
  }

  void changed(String part, PartState to) {
    registry.counter("chatpush.supervision.changes", PART, part, STATE, label(to)).increment();
  }

  void restarted(String part) {
    registry.counter("chatpush.supervision.restarts", PART, part).increment();
  }

  private static String label(PartState state) {
    return switch (state) {
      case NOT_RUNNING -> "not_running";
      case WORKING -> "working";
      case HEALING -> "healing";
      case BLOCKED -> "blocked";
      case FAILED -> "failed";
    };
  }
}
