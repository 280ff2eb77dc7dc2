package io.chatpush.dispatch.kafka;

import io.chatpush.events.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the dead letters of pushes, whichever part of the service writes them. Chat events that
 * fan-out refuses have a topic and a meter of their own, {@code push.fanout.refused}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.dead.letters}</td><td>counter</td><td>reason</td><td>records handed to the publisher for
 *   {@code push.dead-letters}: pushes that FCM rejected (REJECTED, INVALID_ADDRESS) or deferred too often
 *   (RETRIES_EXHAUSTED); commands, requests and retries that cannot be worked on (UNDECODABLE, INVALID_RECORD); records
 *   of fan-out and join that the broker refused (TOO_LARGE); faults of chatpush (INTERNAL_ERROR). Alert on a rate above
 *   zero for ten minutes, INVALID_ADDRESS excepted: that address is retired soon</td></tr>
 * </table>
 */
public final class DeadLetterMeters {

  private static final List<Reason> REASONS =
      List.of(
          Reason.REJECTED,
          Reason.INVALID_ADDRESS,
          Reason.RETRIES_EXHAUSTED,
          Reason.UNDECODABLE,
          Reason.INVALID_RECORD,
          Reason.TOO_LARGE,
          Reason.INTERNAL_ERROR);

  private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);

  /** Registers the meters; a second object for the registry counts with the same ones. */
  public DeadLetterMeters(MeterRegistry registry) {
    for (Reason reason : REASONS) {
      deadLetters.put(reason, registry.counter("push.dead.letters", "reason", reason.name()));
    }
  }

  /** Counts a dead letter; one for a reason that the table above does not name is not counted. */
  public void count(Reason reason) {
    Counter counter = deadLetters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
