package io.chatpush.stack.replay;

import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
import io.chatpush.stack.replay.PushLedger.Standing;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay came to.
 *
 * @param events acknowledged by Kafka
 * @param sending how long that took
 * @param whole from the first event to the last outcome
 * @param standing of the pushes
 * @param duplicates pushes that reached a device twice meanwhile, as the simulator saw it
 */
public record ReplayReport(
    long events, Duration sending, Duration whole, Standing standing, long duplicates) {

  /** Whether every push that was called for has its final outcome. */
  public boolean isComplete() {
    return standing.unaccounted() == 0;
  }

  /** Returns how many events were of a type that is off, for each such type, in their order. */
  public Map<ChatEventType, Long> eventsOfTypesOff() {
    return new TreeMap<>(standing.messagesOfTypesOff());
  }

  /** The table, and the line that scripts look for. */
  public void print(Terminal terminal) {
    Table table =
        new Table()
            .row("events", count(events), perSecond(events, sending))
            .row("pushes called for", count(standing.calledFor()), "");
    for (Outcome outcome : Outcome.values()) {
      Long number = standing.outcomes().get(outcome);
      if (number != null) {
        String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        table.row(
            "  " + name,
            count(number),
            outcome == Outcome.ACCEPTED ? perSecond(number, whole) : "");
      }
    }
    if (standing.excused() > 0) {
      table.row("  device gone meanwhile", count(standing.excused()), "");
    }
    if (standing.withoutDevice() > 0) {
      table.row("recipients without a device", count(standing.withoutDevice()), "");
    }
    countWithoutPush(table, "recipients of a type that is off", Reason.TYPE_OFF);
    countWithoutPush(table, "recipients over the app's limit", Reason.APP_LIMIT);
    table
        .row(
            "chat event to FCM's answer",
            "p50 " + time(standing.p50()),
            "p99 " + time(standing.p99()))
        .row("outcomes repeated", count(standing.repeated()), "")
        .row("outcomes nobody called for", count(standing.uncalledFor()), "")
        .row("pushes a device got again, same tag", count(duplicates), "");
    table.lines("  ").forEach(terminal::line);
    String verdict = "unaccounted=" + standing.unaccounted();
    terminal.line(isComplete() ? terminal.good(verdict) : terminal.bad(verdict));
  }

  private void countWithoutPush(Table table, String label, Reason reason) {
    Long recipients = standing.withoutPush().get(reason);
    if (recipients != null) {
      table.row(label, count(recipients), "");
    }
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String perSecond(long number, Duration duration) {
    double seconds = Math.max(duration.toNanos() / 1e9, 1e-3);
    return String.format(Locale.ROOT, "in %.1f s, %,.0f/s", seconds, number / seconds);
  }

  private static String time(Duration duration) {
    return duration.toMillis() < 10_000
        ? String.format(Locale.ROOT, "%,d ms", duration.toMillis())
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
