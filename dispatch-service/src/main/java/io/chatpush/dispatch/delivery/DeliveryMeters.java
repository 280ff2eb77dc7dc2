package io.chatpush.dispatch.delivery;

import static java.util.Objects.requireNonNull;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Result;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.events.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What delivery counts, beside {@link DeadLetterMeters}. {@code push.deliveries} of all results =
 * sends that ended; accepted + retired + rejected + deferred + not_sent.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.deliveries}</td><td>counter</td><td>result</td><td>sends by what FCM said: accepted, retired,
 *   rejected, deferred; not_sent were never said to it</td></tr>
 *   <tr><td>{@code push.retries}</td><td>counter</td><td></td><td>pushes that Kafka acknowledged in a retry topic</td></tr>
 *   <tr><td>{@code push.requests.parked}</td><td>counter</td><td></td><td>pushes set aside in a retry topic unsent,
 *   because their project is held up and others were not to wait behind it</td></tr>
 *   <tr><td>{@code push.tokens.retired}</td><td>counter</td><td></td><td>addresses reported as dead</td></tr>
 *   <tr><td>{@code push.requests.taken}</td><td>counter</td><td></td><td>pushes of the requests taken from Kafka, those
 *   recognised as repeated excepted</td></tr>
 *   <tr><td>{@code push.requests.repeated}</td><td>counter</td><td></td><td>requests recognised as written twice and not
 *   sent again; moves after a crash of fan-out</td></tr>
 *   <tr><td>{@code push.abandoned}</td><td>counter</td><td></td><td>pushes taken that ended without an outcome because of
 *   an internal error; their request is in the dead letters with INTERNAL_ERROR. Alert on any</td></tr>
 * </table>
 */
final class DeliveryMeters {

  private final Map<Result, Counter> deliveries = new EnumMap<>(Result.class);
  private final Counter retries;
  private final Counter tokensRetired;
  private final DeadLetterMeters deadLetters;
  private final Counter repeated;
  private final Counter taken;
  private final Counter parked;
  private final Counter abandoned;

  DeliveryMeters(MeterRegistry registry) {
    for (Result result : Result.values()) {
      deliveries.put(
          result,
          registry.counter("push.deliveries", "result", result.name().toLowerCase(Locale.ROOT)));
    }
    retries = registry.counter("push.retries");
    tokensRetired = registry.counter("push.tokens.retired");
    deadLetters = new DeadLetterMeters(registry);
    repeated = registry.counter("push.requests.repeated");
    taken = registry.counter("push.requests.taken");
    parked = registry.counter("push.requests.parked");
    abandoned = registry.counter("push.abandoned");
  }

  void answered(DeliveryOutcome outcome) {
    requireNonNull(deliveries.get(outcome.result())).increment();
  }

  void retried() {
    retries.increment();
  }

  void retired() {
    tokensRetired.increment();
  }

  void deadLettered(Reason reason) {
    deadLetters.count(reason);
  }

  void taken(int devices) {
    taken.increment(devices);
  }

  long takenSoFar() {
    return (long) taken.count();
  }

  void parked(int devices) {
    parked.increment(devices);
  }

  /** Pushes that ended without an outcome: their request is in the dead letters. */
  void abandoned(int pushes) {
    abandoned.increment(pushes);
  }

  /** Pushes that have no outcome of this attempt: put off, to be taken again, or abandoned. */
  long deferredSoFar() {
    return (long) retries.count() + (long) parked.count() + (long) abandoned.count();
  }

  void repeated() {
    repeated.increment();
  }
}
