package io.chatpush.benchmark.tokens;

import static io.chatpush.benchmark.report.Tables.memory;
import static io.chatpush.benchmark.report.Tables.micros;
import static io.chatpush.benchmark.report.Tables.millis;
import static io.chatpush.benchmark.report.Tables.percent;
import static io.chatpush.benchmark.report.Tables.whole;

import io.chatpush.benchmark.report.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as rows of text; the first row of each table is the head. */
public final class TokenTables {

  private static final int BYTES_PER_MEGABYTE = 1_000_000;

  private TokenTables() {}

  /** All of them. */
  public static List<List<List<String>>> of(TokenResults results) {
    return List.of(transfers(results), sizes(results), restore(results), requests(results));
  }

  private static List<List<String>> transfers(TokenResults results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "what",
            "devices",
            "time",
            "devices/s",
            "CPU a device: token-service",
            "broker",
            "memory of token-service",
            "CPU idle"));
    for (TokenResults.Transfer each : results.transfers()) {
      rows.add(
          List.of(
              each.what(),
              whole((double) each.devices()),
              seconds(each.seconds()),
              whole(each.perSecond()),
              cpu(each.costs(), 0),
              cpu(each.costs(), 1),
              peak(each.costs()),
              percent(each.idle())));
    }
    return rows;
  }

  private static List<List<String>> sizes(TokenResults results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("on disk after the import", "MB", "bytes a device"));
    long sum = 0;
    for (Disk.Size each : results.sizes()) {
      rows.add(size(each, results.devices()));
      sum += each.bytes();
    }
    rows.add(size(new Disk.Size("in all", sum), results.devices()));
    return rows;
  }

  private static List<String> size(Disk.Size size, int devices) {
    return List.of(
        size.what(),
        whole((double) size.bytes() / BYTES_PER_MEGABYTE),
        whole((double) size.bytes() / devices));
  }

  private static List<List<String>> restore(TokenResults results) {
    TokenResults.Restore restore = results.restore();
    double megabytes = (double) restore.changelogBytes() / BYTES_PER_MEGABYTE;
    return List.of(
        List.of(
            "started without its state",
            "takes registrations after",
            "has every device after",
            "devices/s",
            "MB read",
            "MB/s",
            "CPU a device",
            "memory"),
        List.of(
            "token-service",
            seconds(restore.readySeconds()),
            seconds(restore.restoredSeconds()),
            whole(results.devices() / restore.restoredSeconds()),
            whole(megabytes),
            whole(megabytes / restore.restoredSeconds()),
            cpu(restore.costs(), 0),
            peak(restore.costs())));
  }

  private static List<List<String>> requests(TokenResults results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            AppsMain.CONNECTIONS + " connections",
            "offered/s",
            "requests/s",
            "p50",
            "p99",
            "max",
            "CPU a request: token-service",
            "broker",
            "memory of token-service",
            "table complete after",
            "CPU idle"));
    for (TokenResults.Requests each : results.requests()) {
      Integer offered = each.offered();
      rows.add(
          List.of(
              each.kind().title(),
              offered == null ? "all it can" : whole(offered),
              whole(each.perSecond()),
              millis(each.latency().p50()),
              millis(each.latency().p99()),
              millis(each.latency().max()),
              cpu(each.costs(), 0),
              cpu(each.costs(), 1),
              peak(each.costs()),
              seconds(each.behindSeconds()),
              percent(each.idle())));
    }
    return rows;
  }

  private static String cpu(List<Cost> costs, int process) {
    return process < costs.size() ? micros(costs.get(process).cpuMicros()) : "-";
  }

  private static String peak(List<Cost> costs) {
    return costs.isEmpty() ? "-" : memory(costs.getFirst().peakMemory());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f s", seconds);
  }
}
