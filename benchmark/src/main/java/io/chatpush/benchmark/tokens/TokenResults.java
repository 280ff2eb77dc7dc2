package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.report.Cost;
import io.chatpush.benchmark.report.Latency;
import io.chatpush.benchmark.report.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one run has measured.
 *
 * @param at when it began
 * @param commit of chatpush's sources
 * @param devices how many were imported
 * @param transfers import and export
 * @param sizes what the devices take on disk after the import
 * @param lost devices that should be there and are not, and requests without the answer hoped for
 */
public record TokenResults(
    Machine machine,
    Instant at,
    String commit,
    int devices,
    List<Transfer> transfers,
    List<Disk.Size> sizes,
    Restore restore,
    List<Requests> requests,
    long lost) {

  /**
   * All devices, in or out.
   *
   * @param what in words
   * @param costs for each device; none where only a part of the work falls into the time
   * @param idle part of the machine's CPU that nobody used, 0 to 1
   */
  public record Transfer(String what, long devices, double seconds, List<Cost> costs, double idle) {

    double perSecond() {
      return devices / seconds;
    }
  }

  /**
   * A start without the state.
   *
   * @param readySeconds from the start of the process until it takes registrations
   * @param restoredSeconds from then until it answers for every device
   * @param changelogBytes what it had to read
   * @param costs for each device
   */
  public record Restore(
      double readySeconds, double restoredSeconds, long changelogBytes, List<Cost> costs) {}

  /**
   * What apps asked.
   *
   * @param offered requests a second, or {@code null} where each connection asked again at once
   * @param perSecond answered as hoped for
   * @param behindSeconds how long the ownership stream worked on when it was over
   * @param costs for each request; of what is done within the window
   * @param idle part of the machine's CPU that nobody used, 0 to 1
   */
  public record Requests(
      RequestKind kind,
      @Nullable Integer offered,
      double perSecond,
      long failed,
      Latency latency,
      double behindSeconds,
      List<Cost> costs,
      double idle) {}
}
