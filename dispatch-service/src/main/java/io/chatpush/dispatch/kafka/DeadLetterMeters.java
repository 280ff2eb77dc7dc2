package io.chatpush.dispatch.kafka;

import io.chatpush.events.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
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

  private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);

  /** Registers the meters; a second object for the registry counts with the same ones. */
  public DeadLetterMeters(MeterRegistry registry) {
    for (Reason reason : Reason.values()) {
      if (endsInDeadLetter(reason)) {
        deadLetters.put(reason, registry.counter("push.dead.letters", "reason", reason.name()));
      }
    }
  }

  /** Counts a dead letter; one for a reason that the table above does not name is not counted. */
  public void count(Reason reason) {
    Counter counter = deadLetters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** Returns whether the table above names the reason. */
  private static boolean endsInDeadLetter(Reason reason) {
    return switch (reason) {
      case REJECTED,
          INVALID_ADDRESS,
          RETRIES_EXHAUSTED,
          UNDECODABLE,
          INVALID_RECORD,
          TOO_LARGE,
          INTERNAL_ERROR ->
          true;
      // Pushes that end without a dead letter.
      case UNKNOWN,
          SENDER,
          EXCLUDED,
          APP_LIMIT,
          TYPE_OFF,
          DEVICE_GONE,
          DEVICE_UNREADABLE,
          TOO_LATE,
          DEFERRED,
          UNREGISTERED ->
          false;
      // Chat events, which have a meter of their own.
      case ID_MISSING,
          ID_TOO_LONG,
          ID_MALFORMED,
          APP_UNKNOWN,
          KIND_UNKNOWN,
          TOO_MANY_RECIPIENTS,
          DEVICES_OUT_OF_RANGE,
          SENT_AT_IMPLAUSIBLE,
          EXPIRY_OUT_OF_RANGE,
          DATA_REFUSED ->
          false;
    };
  }
}
