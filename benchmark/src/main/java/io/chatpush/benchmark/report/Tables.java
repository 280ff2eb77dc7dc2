package io.chatpush.benchmark.report;

import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as rows of text: ratios first, then what was measured. */
public final class Tables {

  private static final int BYTES_PER_MEGABYTE = 1_000_000;

  private Tables() {}

  /** chatpush against each rival; the first row is the head. */
  public static List<List<String>> ratios(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "beside",
            "its pushes/s",
            "the whole of chatpush",
            "chatpush's sending alone",
            "CPU a push of sending alone"));
    for (Ratio ratio : results.ratios()) {
      rows.add(
          List.of(
              ratio.rival().title(),
              whole(ratio.measured().perSecond()),
              times(ratio.pipelineRate()),
              times(ratio.gatewayRate()),
              times(ratio.gatewayCpu())));
    }
    return rows;
  }

  /** Every measurement; the first row is the head. */
  public static List<List<String>> measurements(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "what",
            "FCM's time",
            "offered/s",
            "pushes/s",
            "held",
            "p50",
            "p99",
            "max",
            "CPU a push",
            "memory",
            "CPU idle"));
    for (Measurement each : results.measurements()) {
      Integer offered = each.offered();
      rows.add(
          List.of(
              each.subject().title() + ", " + each.setting(),
              each.answerMillis() + " ms",
              offered == null ? "all it can" : whole(offered),
              whole(each.perSecond()),
              offered == null ? "" : each.held() ? "yes" : "no",
              millis(each.latency().p50()),
              millis(each.latency().p99()),
              millis(each.latency().max()),
              micros(each.own().cpuMicros()),
              memory(each.own().peakMemory()),
              percent(each.idle())));
    }
    return rows;
  }

  /** CPU a push of every process of the pipeline; the first row is the head. */
  public static List<List<String>> processes(Results results) {
    List<Measurement> pipeline =
        results.measurements().stream().filter(each -> each.subject().isWhole()).toList();
    List<List<String>> rows = new ArrayList<>();
    if (pipeline.isEmpty()) {
      return rows;
    }
    List<String> head = new ArrayList<>(List.of("CPU a push, peak memory"));
    pipeline.getFirst().costs().forEach(cost -> head.add(cost.process()));
    rows.add(head);
    for (Measurement each : pipeline) {
      List<String> row = new ArrayList<>(List.of(each.condition()));
      each.costs()
          .forEach(cost -> row.add(micros(cost.cpuMicros()) + ", " + memory(cost.peakMemory())));
      rows.add(row);
    }
    return rows;
  }

  /** Prints the tables that have more than a head, each after an empty line. */
  public static void print(List<List<List<String>>> tables, Terminal terminal, boolean markdown) {
    for (List<List<String>> rows : tables) {
      if (rows.size() < 2) {
        continue;
      }
      terminal.line();
      if (markdown) {
        markdown(rows).forEach(terminal::line);
      } else {
        Table table = new Table();
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        table.lines("  ").forEach(terminal::line);
      }
    }
    terminal.line();
  }

  /** As Markdown writes a table. */
  public static List<String> markdown(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(row.stream().collect(Collectors.joining(" | ", "| ", " |")));
      if (lines.size() == 1) {
        lines.add("|" + "---|".repeat(row.size()));
      }
    }
    return lines;
  }

  /** A whole number, with commas; a dash for NaN. */
  public static String whole(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%,.0f", number);
  }

  /** Two figures that count: 12, 1.2, 0.12. */
  public static String times(double ratio) {
    if (Double.isNaN(ratio)) {
      return "-";
    }
    String format = ratio >= 10 ? "%.0f ×" : ratio >= 1 ? "%.1f ×" : "%.2f ×";
    return String.format(Locale.ROOT, format, ratio);
  }

  public static String micros(double micros) {
    return Double.isNaN(micros) ? "-" : whole(micros) + " µs";
  }

  public static String millis(double millis) {
    return Double.isNaN(millis) ? "-" : whole(millis) + " ms";
  }

  public static String memory(long bytes) {
    return bytes == 0 ? "-" : whole((double) bytes / BYTES_PER_MEGABYTE) + " MB";
  }

  public static String percent(double part) {
    return Double.isNaN(part) ? "-" : whole(part * 100) + " %";
  }
}
