package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first pushes of a redrive, and what became of them. Those that had no device any more say
 * nothing about whether the cause is gone; of all others 95 % must have been accepted, and one
 * without an outcome was not. Thread-safe.
 */
final class Canary {

  private static final double ACCEPTED_PART = 0.95;

  private final Map<String, @Nullable Outcome> pushes = new HashMap<>();

  synchronized void sent(String pushId) {
    pushes.put(pushId, null);
  }

  /** It was not sent after all. */
  synchronized void withdrawn(String pushId) {
    pushes.remove(pushId);
  }

  synchronized void decided(PushOutcome outcome) {
    String pushId = outcome.getTarget().getPushId();
    if (pushes.containsKey(pushId)) {
      pushes.put(pushId, outcome.getOutcome());
    }
  }

  /** Whether nothing more is to be waited for: all have an outcome, or too many a bad one. */
  synchronized boolean isDecided() {
    return count(null) == 0 || accepted() + count(null) < ACCEPTED_PART * relevant();
  }

  /** Whether the rest may go. */
  synchronized boolean isGood() {
    return accepted() >= ACCEPTED_PART * relevant();
  }

  synchronized int size() {
    return pushes.size();
  }

  synchronized int accepted() {
    return count(Outcome.ACCEPTED);
  }

  /** How many had no device any more. */
  synchronized int withoutDevice() {
    return count(Outcome.TOKEN_RETIRED) + count(Outcome.SUPPRESSED) + count(Outcome.NO_DEVICE);
  }

  /** How many have no outcome so far. */
  synchronized int undecided() {
    return count(null);
  }

  private int relevant() {
    return pushes.size() - withoutDevice();
  }

  private int count(@Nullable Outcome outcome) {
    int count = 0;
    for (Outcome each : pushes.values()) {
      if (each == outcome) {
        count++;
      }
    }
    return count;
  }
}
