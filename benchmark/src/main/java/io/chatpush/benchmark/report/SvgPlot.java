package io.chatpush.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The results as a picture: pushes a second and CPU a push of everything measured at FCM's 100 ms,
 * and the pipeline's latency.
 */
public final class SvgPlot {

  private static final int WIDTH = 1_000;
  private static final int LABELS = 490;
  private static final int BARS = 400;
  private static final int ROW = 24;
  private static final int HEADING = 44;

  private static final String OURS = "#1a73a8";
  private static final String OTHERS = "#9aa5b1";
  private static final String SECOND = "#7fb3d3";

  private final StringBuilder svg = new StringBuilder();
  private int y = 20;

  private SvgPlot() {}

  /** A document of its own. */
  public static String of(Results results) {
    SvgPlot plot = new SvgPlot();
    List<Measurement> compared =
        results.measurements().stream()
            .filter(each -> each.answerMillis() == Results.COMPARED_AT_MILLIS)
            .toList();
    plot.bars("Pushes a second, FCM answers after 100 ms", compared, Measurement::perSecond, "");
    plot.bars(
        "CPU time of the sending process for a push, µs (the pipeline: dispatch-service)",
        compared,
        each -> each.own().cpuMicros(),
        " µs");
    List<Measurement> pipeline =
        results.measurements().stream().filter(each -> each.subject().isWhole()).toList();
    plot.latencies(pipeline);
    plot.text(10, plot.y + 30, "small", results.machine().text());
    return plot.document();
  }

  private void bars(
      String heading, List<Measurement> rows, ToDoubleFunction<Measurement> figure, String unit) {
    heading(heading);
    double most = rows.stream().mapToDouble(figure).filter(Double::isFinite).max().orElse(1);
    for (Measurement row : rows) {
      double value = figure.applyAsDouble(row);
      label(row);
      bar(value, most, row.subject().isOurs() ? OURS : OTHERS, Tables.whole(value) + unit);
      y += ROW;
    }
  }

  private void latencies(List<Measurement> rows) {
    heading("The whole pipeline: from the chat event to FCM's answer, p50 and p99, ms");
    double most = rows.stream().mapToDouble(each -> each.latency().p99()).max().orElse(1);
    for (Measurement row : rows) {
      label(row);
      Latency latency = row.latency();
      bar(
          latency.p99(),
          most,
          SECOND,
          Tables.whole(latency.p50()) + " / " + Tables.whole(latency.p99()));
      rectangle(latency.p50(), most, OURS);
      y += ROW;
    }
  }

  private void heading(String text) {
    y += HEADING;
    text(10, y - 14, "heading", text);
  }

  private void label(Measurement row) {
    text(10, y + 14, "label", row.subject().title() + ", " + row.condition());
  }

  private void bar(double value, double most, String colour, String figure) {
    int length = rectangle(value, most, colour);
    text(LABELS + length + 6, y + 14, "figure", figure);
  }

  private int rectangle(double value, double most, String colour) {
    int length = Double.isFinite(value) ? (int) Math.max(1, Math.round(value / most * BARS)) : 0;
    svg.append(
        String.format(
            Locale.ROOT,
            "  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y + 2,
            length,
            ROW - 8,
            colour));
    return length;
  }

  private void text(int x, int at, String style, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "  <text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>%n",
            x,
            at,
            style,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private String document() {
    int height = y + 44;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2933; }
        .heading { font-weight: 600; }
        .small { font-size: 11px; fill: #52606d; }
        .label { font-size: 11px; }
        .figure { font-size: 11px; }
      </style>
      <rect width="%1$d" height="%2$d" fill="#ffffff"/>
    %3$s</svg>
    """
        .formatted(WIDTH, height, svg);
  }
}
