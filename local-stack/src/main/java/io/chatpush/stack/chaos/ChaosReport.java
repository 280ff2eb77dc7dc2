package io.chatpush.stack.chaos;

import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.replay.ReplayReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param rounds that were begun
 * @param replay the sums of the chat
 * @param underAnotherTag outcomes of pushes that already had one under another id
 * @param upWhileStalled for how long health said UP though work made no progress
 * @param downWhileWorking for how long health said that something is down though all worked
 * @param ended what ended or was started again though this run did not do it; empty if nothing
 */
record ChaosReport(
    List<Round> rounds,
    ReplayReport replay,
    long underAnotherTag,
    HealthWatch.Wrong upWhileStalled,
    HealthWatch.Wrong downWhileWorking,
    Optional<String> ended) {

  /** Limits of a run that succeeds. */
  record Limits(Duration recovery, Duration health) {}

  /** Everything that fails the run, in sentences; empty when it succeeded. */
  List<String> failures(Limits limits) {
    List<String> failures = new ArrayList<>();
    for (Round round : rounds) {
      if (!round.recovered() || round.recovery().compareTo(limits.recovery()) > 0) {
        failures.add(
            "Round %d (%s) %s %s: %s"
                .formatted(
                    round.number(),
                    round.fault().name(),
                    round.recovered() ? "took" : "had not recovered after",
                    seconds(round.recovery()),
                    round.detail().isEmpty() ? "more than it may" : round.detail()));
      }
    }
    if (upWhileStalled.longest().compareTo(limits.health()) > 0) {
      failures.add(
          "Health said UP for %s although work made no progress: %s"
              .formatted(seconds(upWhileStalled.longest()), upWhileStalled.example()));
    }
    if (downWhileWorking.longest().compareTo(limits.health()) > 0) {
      failures.add(
          "Health said DOWN for %s although everything worked: %s"
              .formatted(seconds(downWhileWorking.longest()), downWhileWorking.example()));
    }
    if (underAnotherTag > 0) {
      failures.add(underAnotherTag + " pushes were repeated under another tag.");
    }
    ended.ifPresent(failures::add);
    if (!replay.isComplete()) {
      failures.add("Some pushes have no outcome.");
    }
    return failures;
  }

  void print(Terminal terminal, Limits limits) {
    terminal.line();
    recoveryTimes().lines("  ").forEach(terminal::line);
    terminal.line();
    new Table()
        .row("health UP though nothing moved", wrong(upWhileStalled))
        .row("health DOWN though all worked", wrong(downWhileWorking))
        .row("repeats under another tag", Long.toString(underAnotherTag))
        .lines("  ")
        .forEach(terminal::line);
    replay.print(terminal);
    List<String> failures = failures(limits);
    failures.forEach(failure -> terminal.line(terminal.bad("✗ ") + failure));
    terminal.line(
        failures.isEmpty()
            ? terminal.good("✓ all " + rounds.size() + " rounds recovered")
            : terminal.bad("failures=" + failures.size()));
  }

  private Table recoveryTimes() {
    Map<String, List<Duration>> byFault =
        rounds.stream()
            .filter(Round::recovered)
            .collect(
                Collectors.groupingBy(
                    round -> round.fault().name(),
                    TreeMap::new,
                    Collectors.mapping(Round::recovery, Collectors.toList())));
    Table table = new Table().row("RECOVERY AFTER", "ROUNDS", "MIN", "MEDIAN", "MAX");
    byFault.forEach((name, times) -> {
      List<Duration> sorted = times.stream().sorted().toList();
      table.row(
          name,
          Integer.toString(sorted.size()),
          seconds(sorted.getFirst()),
          seconds(sorted.get(sorted.size() / 2)),
          seconds(sorted.getLast()));
    });
    return table;
  }

  private static String wrong(HealthWatch.Wrong wrong) {
    return wrong.total().isZero()
        ? "never"
        : "%s at a time, %s in all: %s"
            .formatted(seconds(wrong.longest()), seconds(wrong.total()), wrong.example());
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
