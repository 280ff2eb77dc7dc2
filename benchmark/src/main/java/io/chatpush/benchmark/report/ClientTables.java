package io.chatpush.benchmark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The comparison of HTTP/2 clients as rows of text; the first row of each table is the head. */
public final class ClientTables {

  private ClientTables() {}

  /** Both tables. */
  public static List<List<List<String>>> of(List<ClientRun> runs) {
    return List.of(costs(runs), goAways(runs));
  }

  /** What each client costs: medians of its runs, which alternated with those of the others. */
  static List<List<String>> costs(List<ClientRun> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "HTTP/2 client",
            "FCM's time",
            "runs",
            "pushes/s",
            "p50",
            "p99",
            "CPU a push",
            "beside chatpush's",
            "simulator's CPU a push",
            "allocated a push",
            "memory",
            "connections",
            "streams over the limit"));
    Map<Integer, Map<Subject, List<ClientRun>>> byAnswerTime =
        new TreeMap<>(Comparator.reverseOrder());
    for (ClientRun run : runs) {
      if (!run.goAways()) {
        byAnswerTime
            .computeIfAbsent(run.measurement().answerMillis(), _ -> new EnumMap<>(Subject.class))
            .computeIfAbsent(run.measurement().subject(), _ -> new ArrayList<>())
            .add(run);
      }
    }
    byAnswerTime.forEach((millis, bySubject) -> {
      List<ClientRun> own = bySubject.getOrDefault(Subject.GATEWAY, List.of());
      bySubject.forEach((subject, of) -> rows.add(costs(subject, millis, of, own)));
    });
    return rows;
  }

  private static List<String> costs(
      Subject subject, int millis, List<ClientRun> runs, List<ClientRun> own) {
    double cpu = median(runs, run -> run.measurement().own().cpuMicros());
    return List.of(
        subject.title(),
        millis + " ms",
        Integer.toString(runs.size()),
        Tables.whole(median(runs, run -> run.measurement().perSecond())),
        Tables.millis(median(runs, run -> run.measurement().latency().p50())),
        Tables.millis(median(runs, run -> run.measurement().latency().p99())),
        Tables.micros(cpu),
        Tables.times(cpu / median(own, run -> run.measurement().own().cpuMicros())),
        Tables.micros(median(runs, run -> run.measurement().costs().getLast().cpuMicros())),
        Tables.whole(median(runs, ClientRun::allocated)) + " B",
        Tables.memory((long) median(runs, run -> (double) run.measurement().own().peakMemory())),
        Tables.whole(median(runs, run -> (double) run.seen().connections())),
        Tables.whole((double) runs.stream().mapToLong(run -> run.seen().refusedStreams()).sum()));
  }

  /** What becomes of sends while each connection gets a GOAWAY every second. */
  static List<List<String>> goAways(List<ClientRun> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "a GOAWAY every second",
            "pushes/s",
            "p99",
            "max",
            "CPU a push",
            "GOAWAYs",
            "sends",
            "accepted",
            "surely not taken",
            "perhaps taken",
            "never ended",
            "taken",
            "misreported",
            "taken twice",
            "streams over the limit"));
    for (ClientRun run : runs) {
      if (run.goAways()) {
        Fates fates = run.fates();
        rows.add(
            List.of(
                run.measurement().subject().title(),
                Tables.whole(run.measurement().perSecond()),
                Tables.millis(run.measurement().latency().p99()),
                Tables.millis(run.measurement().latency().max()),
                Tables.micros(run.measurement().own().cpuMicros()),
                Tables.whole((double) run.seen().goAways()),
                Tables.whole((double) fates.begun()),
                Tables.whole((double) fates.accepted()),
                Tables.whole((double) fates.unprocessed()),
                Tables.whole((double) fates.unknown()),
                Tables.whole((double) fates.open()),
                Tables.whole((double) run.seen().received()),
                Tables.whole((double) run.misreported()),
                Tables.whole((double) run.seen().duplicates()),
                Tables.whole((double) run.seen().refusedStreams())));
      }
    }
    return rows;
  }

  /** The median; NaN of nothing. */
  static double median(List<ClientRun> runs, ToDoubleFunction<ClientRun> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
