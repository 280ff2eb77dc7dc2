package io.chatpush.stack.chaos;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.stack.launch.StackFaults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The faults of a run, in an order that only the seed and the selection decide. Targets take turns
 * in a random order, and so do the faults of each target: after as many rounds as there are
 * targets, each was hit once.
 */
final class FaultPlan {

  /** Shorter than any session timeout, about as long as one, and longer than one (10 s). */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(15));

  private final Random random;
  private final Map<String, List<Fault>> byTarget;
  private final Deque<String> targets = new ArrayDeque<>();
  private final Map<String, Deque<Fault>> faults = new LinkedHashMap<>();

  /**
   * Selects the faults.
   *
   * @param only names of targets or faults, such as {@code broker} or {@code records.nulls}; all
   *     when empty
   * @throws CommandException when a name is not known
   */
  FaultPlan(long seed, Collection<String> only) {
    this.random = new Random(seed);
    this.byTarget = select(only);
  }

  /** All faults there are, by target. */
  static Map<String, List<Fault>> all() {
    Map<String, List<Fault>> all = new LinkedHashMap<>();
    for (String process : StackFaults.PROCESSES) {
      List<Fault> faults = new ArrayList<>();
      faults.add(new Fault.Kill(process));
      faults.add(new Fault.Pause(process, PAUSES.getFirst()));
      faults.add(new Fault.Restart(process));
      all.put(Fault.shortName(process), faults);
    }
    List<Fault> records = new ArrayList<>();
    for (BadRecords kind : BadRecords.values()) {
      records.add(new Fault.Records(kind));
    }
    all.put("records", records);
    return all;
  }

  /** The fault of the next round. */
  Fault next() {
    if (targets.isEmpty()) {
      targets.addAll(shuffled(List.copyOf(byTarget.keySet())));
    }
    String target = targets.removeFirst();
    Deque<Fault> left = faults.computeIfAbsent(target, key -> new ArrayDeque<>());
    if (left.isEmpty()) {
      left.addAll(shuffled(byTarget.getOrDefault(target, List.of())));
    }
    return switch (left.removeFirst()) {
      case Fault.Pause(String process, Duration _) ->
          new Fault.Pause(process, PAUSES.get(random.nextInt(PAUSES.size())));
      case Fault.Kill kill -> kill;
      case Fault.Restart restart -> restart;
      case Fault.Records records -> records;
    };
  }

  private <T> List<T> shuffled(List<T> items) {
    List<T> result = new ArrayList<>(items);
    Collections.shuffle(result, random);
    return result;
  }

  private static Map<String, List<Fault>> select(Collection<String> only) {
    Map<String, List<Fault>> all = all();
    if (only.isEmpty()) {
      return all;
    }
    for (String name : only) {
      if (all.entrySet().stream()
          .noneMatch(target ->
              target.getKey().equals(name)
                  || target.getValue().stream().anyMatch(fault -> fault.name().equals(name)))) {
        throw new CommandException(
            "There is nothing called "
                + name
                + " to do: --only takes "
                + String.join(", ", all.keySet())
                + ", or one fault of these, such as broker.kill, broker.pause, broker.restart or"
                + " records.timestamps.");
      }
    }
    Map<String, List<Fault>> selected = new LinkedHashMap<>();
    all.forEach((target, faults) -> {
      List<Fault> some =
          faults.stream()
              .filter(fault -> only.contains(target) || only.contains(fault.name()))
              .toList();
      if (!some.isEmpty()) {
        selected.put(target, some);
      }
    });
    return selected;
  }
}
