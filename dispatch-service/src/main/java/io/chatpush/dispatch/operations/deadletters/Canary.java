package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first pushes of a redrive, and their outcomes. A push whose device is gone says nothing about
 * the cause of the dead letters and does not count; of all others 95 % must be accepted. A push
 * without an outcome counts as not accepted. Thread-safe.
 */
final class Canary {

  private static final double ACCEPTED_PART = 0.95;

  private final Map<String, @Nullable Outcome> pushes = new HashMap<>();

  synchronized void sent(String pushId) {
    pushes.put(pushId, null);
  }

  /** Removes a push that was not sent after all. */
  synchronized void withdrawn(String pushId) {
    pushes.remove(pushId);
  }

  synchronized void decided(PushOutcome outcome) {
    String pushId = outcome.getTarget().getPushId();
    if (pushes.containsKey(pushId)) {
      pushes.put(pushId, outcome.getOutcome());
    }
  }

  /** Returns whether the result is final: all have an outcome, or too many were not accepted. */
  synchronized boolean isDecided() {
    return count(null) == 0 || accepted() + count(null) < ACCEPTED_PART * relevant();
  }

  /** Returns whether the rest may be sent. */
  synchronized boolean isGood() {
    return accepted() >= ACCEPTED_PART * relevant();
  }

  synchronized int size() {
    return pushes.size();
  }

  synchronized int accepted() {
    return count(Outcome.ACCEPTED);
  }

  /** Returns the number of pushes whose device is gone. */
  synchronized int withoutDevice() {
    int count = 0;
    for (Outcome outcome : pushes.values()) {
      if (outcome != null && isDeviceGone(outcome)) {
        count++;
      }
    }
    return count;
  }

  /** Returns the number of pushes without an outcome so far. */
  synchronized int undecided() {
    return count(null);
  }

  private static boolean isDeviceGone(Outcome outcome) {
    return switch (outcome) {
      case TOKEN_RETIRED, SUPPRESSED, NO_DEVICE -> true;
      case ACCEPTED, EXPIRED, DEAD_LETTERED, UNKNOWN -> false;
    };
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
