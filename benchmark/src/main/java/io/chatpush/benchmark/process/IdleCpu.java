package io.chatpush.benchmark.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How much of the machine's CPU nobody has used since this was made or last asked. */
public final class IdleCpu {

  private static final Path STAT = Path.of("/proc/stat");

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long[] before = ticks();

  /** From 0 to 1; NaN where the operating system does not tell. */
  public double ask() {
    long[] now = ticks();
    double load = system.getCpuLoad(); // since its own last look
    double idle = now.length == 0 ? (load < 0 ? Double.NaN : 1 - load) : part(before, now);
    before = now;
    return idle;
  }

  /** The idle part of the ticks between two looks at the first line of {@code /proc/stat}. */
  static double part(long[] before, long[] now) {
    // user nice system idle iowait irq softirq steal; what follows is counted in user already
    long all = 0;
    for (int i = 0; i < Math.min(8, now.length); i++) {
      all += now[i] - before[i];
    }
    long idle = now[3] - before[3] + now[4] - before[4];
    return all == 0 ? Double.NaN : (double) idle / all;
  }

  private static long[] ticks() {
    if (!Files.isReadable(STAT)) {
      return new long[0];
    }
    try (var lines = Files.lines(STAT, StandardCharsets.US_ASCII)) {
      return Arrays.stream(lines.findFirst().orElse("").split(" +", -1))
          .skip(1)
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (IOException e) {
      return new long[0];
    }
  }
}
