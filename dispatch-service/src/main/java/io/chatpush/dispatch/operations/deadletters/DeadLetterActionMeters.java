package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the actions of operators on this instance.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.dead.letter.actions}</td><td>counter</td><td>action</td><td>dead letters
 *   dealt with: redrive, discard</td></tr>
 * </table>
 */
final class DeadLetterActionMeters {

  private final Map<Action, Counter> actions = new EnumMap<>(Action.class);

  DeadLetterActionMeters(MeterRegistry registry) {
    for (Action action : Action.values()) {
      actions.put(
          action,
          registry.counter(
              "push.dead.letter.actions", "action", action.name().toLowerCase(Locale.ROOT)));
    }
  }

  void dealtWith(Action action) {
    Counter counter = actions.get(action);
    if (counter != null) {
      counter.increment();
    }
  }
}
