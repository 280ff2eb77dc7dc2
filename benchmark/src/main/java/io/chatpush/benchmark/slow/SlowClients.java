package io.chatpush.benchmark.slow;

import io.chatpush.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Slow clients of each kind, one kind after the other, and what others see meanwhile. */
public final class SlowClients {

  private static final int BYTES_PER_MEGABYTE = 1_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final int clients;
  private final Duration time;
  private final Terminal terminal;

  /**
   * @param clients of each kind at once
   * @param time how long each kind is there
   */
  public SlowClients(int clients, Duration time, Terminal terminal) {
    this.clients = clients;
    this.time = time;
    this.terminal = terminal;
  }

  /** The rows of a table; the first is the head. */
  public static List<String> head() {
    return List.of(
        "service",
        "slow clients",
        "others p50",
        "others p99",
        "others failed",
        "memory",
        "closed",
        "longest open");
  }

  /** Measures one service. */
  public List<List<String>> of(SlowTarget target) throws InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    try (OtherClients others = new OtherClients(target)) {
      var _ = others.ask(WARM_UP);
      terminal.line(target.name() + " without slow clients");
      try (ResidentMemory memory = new ResidentMemory(target.pid())) {
        rows.add(row(target, "none", others.ask(time), memory, "-", "-"));
      }
      for (SlowKind kind : SlowKind.values()) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        terminal.line("%s with %d slow clients: %s".formatted(target.name(), clients, name));
        try (ResidentMemory memory = new ResidentMemory(target.pid());
            SlowCrowd crowd = SlowCrowd.of(target, kind, clients)) {
          OtherClients.Seen seen = others.ask(time);
          rows.add(
              row(
                  target,
                  clients + " " + name,
                  seen,
                  memory,
                  Long.toString(crowd.closed()),
                  "%.1f s".formatted(crowd.longest().toMillis() / 1_000.0)));
        }
      }
    }
    return rows;
  }

  private static List<String> row(
      SlowTarget target,
      String slow,
      OtherClients.Seen seen,
      ResidentMemory memory,
      String closed,
      String longest) {
    return List.of(
        target.name(),
        slow,
        "%.1f ms".formatted(seen.latency().p50()),
        "%.1f ms".formatted(seen.latency().p99()),
        Long.toString(seen.failed()),
        memory.most() / BYTES_PER_MEGABYTE + " MB",
        closed,
        longest);
  }
}
