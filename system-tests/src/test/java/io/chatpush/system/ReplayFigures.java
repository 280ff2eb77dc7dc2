package io.chatpush.system;

import java.util.regex.Pattern;

/**
 * What {@code ./chatpush replay} says at its end.
 *
 * @param events that Kafka took
 * @param calledFor pushes that events and registrations demand
 * @param accepted pushes that FCM took
 * @param duplicates pushes that reached a device again
 * @param unaccounted pushes without an outcome
 */
record ReplayFigures(
    long events, long calledFor, long accepted, long duplicates, long unaccounted) {

  /**
   * Reads them.
   *
   * @throws AssertionError with all output if one is missing, or the status contradicts them
   */
  static ReplayFigures of(Program.Ended replay) {
    ReplayFigures figures =
        new ReplayFigures(
            figure(replay, "^\\s*events\\s+([\\d,]+)"),
            figure(replay, "^\\s*pushes called for\\s+([\\d,]+)"),
            figure(replay, "^\\s*accepted\\s+([\\d,]+)"),
            figure(replay, "^\\s*pushes a device got again, same tag\\s+([\\d,]+)"),
            figure(replay, "^unaccounted=([\\d,]+)"));
    if ((replay.status() == 0) != (figures.unaccounted == 0)) {
      throw new AssertionError("the status contradicts unaccounted=: " + replay);
    }
    return figures;
  }

  private static long figure(Program.Ended replay, String pattern) {
    // The last: what comes before the table shows progress in the same words.
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(replay.output())
        .results()
        .reduce((earlier, later) -> later)
        .map(match -> Long.parseLong(match.group(1).replace(",", "")))
        .orElseThrow(() -> new AssertionError("no " + pattern + " in what was printed: " + replay));
  }
}
