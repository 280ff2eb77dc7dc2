package io.chatpush.benchmark.process;

import io.chatpush.benchmark.report.Cost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stretch of time over which processes are measured: from when it is made to its end. */
public final class Window {

  private final Map<String, ProcessHandle> processes;
  private final Map<String, Usage> before = new LinkedHashMap<>();
  private final Map<String, Usage> used = new LinkedHashMap<>();
  private final IdleCpu idleCpu = new IdleCpu();
  private final long begin = System.nanoTime();
  private Duration length = Duration.ZERO;
  private double idle = Double.NaN;

  /**
   * Begins now.
   *
   * @param processes what is measured by its name, the most important first
   */
  public Window(Map<String, ProcessHandle> processes) {
    this.processes = processes;
    processes.forEach((name, process) -> before.put(name, Usage.of(process)));
  }

  /** Ends now. */
  public void end() {
    length = Duration.ofNanos(System.nanoTime() - begin);
    idle = idleCpu.ask();
    processes.forEach((name, process) ->
        used.put(name, Usage.of(process).since(before.getOrDefault(name, Usage.NONE))));
  }

  public Duration length() {
    return length;
  }

  /** Part of the machine's CPU that nobody used, 0 to 1. */
  public double idle() {
    return idle;
  }

  /** What each process cost, given how many pushes were accepted meanwhile. */
  public List<Cost> costs(long pushes) {
    return used.entrySet().stream()
        .map(entry ->
            Cost.of(
                entry.getKey(),
                entry.getValue().cpu(),
                pushes,
                length,
                entry.getValue().peakMemory()))
        .toList();
  }
}
