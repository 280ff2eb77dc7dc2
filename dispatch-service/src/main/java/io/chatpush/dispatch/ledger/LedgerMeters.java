package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.DeliverySums;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of pushes, as counted by this instance; a push redone after a crash counts again.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.outcomes}</td><td>counter</td><td>outcome, platform</td><td>pushes whose end Kafka has
 *   acknowledged</td></tr>
 *   <tr><td>{@code chatpush.unaccounted}</td><td>gauge</td><td></td><td>push.requests.taken less push.outcomes,
 *   push.retries, push.requests.parked, push.abandoned, what the windows hold and what was handed back with its partition: 0 when nothing is in flight. While
 *   something is, devices that have their outcome before the last of their request count twice, so it may be below.
 *   Above 0 a push was lost: alert</td></tr>
 *   <tr><td>{@code push.window.open}</td><td>gauge</td><td></td><td>pushes in the windows: taken from Kafka and not
 *   done, retries that wait for their time included</td></tr>
 *   <tr><td>{@code push.end.to.end}</td><td>timer with histogram</td><td></td><td>from the chat message's sent_at to
 *   FCM's answer, of accepted pushes: the objective to alert on</td></tr>
 * </table>
 */
final class LedgerMeters {

  /** Longer than any push is kept; what is older counts as this old. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Map<Outcome, Map<Platform, Counter>> outcomes = new EnumMap<>(Outcome.class);
  private final Timer endToEnd;
  private final LongAdder decided = new LongAdder();

  LedgerMeters(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      Map<Platform, Counter> byPlatform = new EnumMap<>(Platform.class);
      for (Platform platform : Platform.values()) {
        byPlatform.put(
            platform,
            registry.counter(
                "push.outcomes", "outcome", outcome.name(), "platform", platform.name()));
      }
      outcomes.put(outcome, byPlatform);
    }
    endToEnd =
        Timer.builder("push.end.to.end")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5))
            .register(registry);
  }

  /** Pushes that were taken and of which nobody can say what became. */
  long unaccounted(DeliverySums sums) {
    // The order is that of the way of a push, so that none on its way is missed.
    long taken = sums.taken();
    long open = sums.open();
    long handedBack = sums.handedBack();
    return taken - open - handedBack - sums.deferred() - decided.sum();
  }

  /**
   * Counts an outcome. Throws nothing, whatever the outcome says: the commit of its request comes
   * after it.
   */
  void decided(PushOutcome outcome) {
    decided.increment();
    Counter counter =
        outcomes.getOrDefault(outcome.getOutcome(), Map.of()).get(outcome.getPlatform());
    if (counter != null) {
      counter.increment();
    }
    if (outcome.getOutcome() == Outcome.ACCEPTED) {
      endToEnd.record(latency(outcome.getMessage().getSentAt(), outcome.getDecidedAt()));
    }
  }

  /**
   * The time between the two, and no less than zero: a timer takes nanoseconds in a {@code long},
   * and a chat message may claim to have been sent at any time.
   */
  private static Duration latency(Instant sentAt, Instant decidedAt) {
    if (sentAt.isAfter(decidedAt)) {
      return Duration.ZERO;
    }
    return sentAt.isBefore(decidedAt.minus(LONGEST))
        ? LONGEST
        : Duration.between(sentAt, decidedAt);
  }
}
