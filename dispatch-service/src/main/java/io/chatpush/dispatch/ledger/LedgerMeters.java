package io.chatpush.dispatch.ledger;

import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of pushes, as counted by this instance; a push redone after a crash counts again.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.outcomes}</td><td>counter</td><td>outcome, platform</td><td>pushes that ended. Over all tags it
 *   equals push.join.devices less what is in flight or waits for a retry</td></tr>
 *   <tr><td>{@code push.end.to.end}</td><td>timer with histogram</td><td></td><td>from the chat message's sent_at to
 *   FCM's answer, of accepted pushes: the objective to alert on</td></tr>
 * </table>
 */
final class LedgerMeters {

  private final Map<Outcome, Map<Platform, Counter>> outcomes = new EnumMap<>(Outcome.class);
  private final Timer endToEnd;

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

  void decided(PushOutcome outcome) {
    Counter counter =
        outcomes.getOrDefault(outcome.getOutcome(), Map.of()).get(outcome.getPlatform());
    if (counter != null) {
      counter.increment();
    }
    if (outcome.getOutcome() == Outcome.ACCEPTED) {
      endToEnd.record(Duration.between(outcome.getSentAt(), outcome.getDecidedAt()));
    }
  }
}
