package io.chatpush.benchmark.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used since it was started.
 *
 * @param cpu user and system time of all its threads
 * @param peakMemory bytes of memory it had resident at most, or 0 where the operating system does
 *     not tell
 */
public record Usage(Duration cpu, long peakMemory) {

  static final Usage NONE = new Usage(Duration.ZERO, 0);

  /** Linux has told times in hundredths of a second since 2.6, whatever its own clock. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Of a process; of one that is gone, nothing. */
  public static Usage of(ProcessHandle process) {
    Path directory = Path.of("/proc", Long.toString(process.pid()));
    try {
      if (Files.isReadable(directory.resolve("stat"))) {
        return new Usage(
            cpu(Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1)),
            peakMemory(Files.readString(directory.resolve("status"), StandardCharsets.ISO_8859_1)));
      }
    } catch (IOException e) {
      return NONE; // it ended meanwhile
    }
    return new Usage(process.info().totalCpuDuration().orElse(Duration.ZERO), 0);
  }

  /** What was used since an earlier look. */
  public Usage since(Usage before) {
    return new Usage(cpu.minus(before.cpu), peakMemory);
  }

  /**
   * From the text of {@code /proc/PID/stat}: fields 14 and 15, counted behind the name, which may
   * hold anything.
   */
  static Duration cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Duration.ofNanos(
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK);
  }

  /** From the text of {@code /proc/PID/status}. */
  static long peakMemory(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
        .findFirst()
        .orElse(0);
  }
}
