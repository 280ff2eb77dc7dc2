package io.chatpush.benchmark.report;

import java.time.Duration;

/**
 * What a process cost while it counted.
 *
 * @param process its name
 * @param cpuMicros of CPU time, user and system, for each push accepted
 * @param cores how many CPUs it kept busy
 * @param peakMemory bytes resident at most since it was started; 0 where that cannot be known
 */
public record Cost(String process, double cpuMicros, double cores, long peakMemory) {

  /**
   * Computes it from what was used.
   *
   * @param cpu used in the window
   * @param pushes accepted in the window
   * @param window how long it was
   */
  public static Cost of(
      String process, Duration cpu, long pushes, Duration window, long peakMemory) {
    return new Cost(
        process,
        pushes == 0 ? Double.NaN : cpu.toNanos() / 1e3 / pushes,
        (double) cpu.toNanos() / window.toNanos(),
        peakMemory);
  }
}
