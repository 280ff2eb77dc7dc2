package io.chatpush.benchmark.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where something was measured.
 *
 * @param cpu its model, as far as the operating system tells
 * @param cores that the JVM may use
 * @param memory bytes
 * @param system name and version of the operating system
 * @param jdk vendor and version
 */
public record Machine(String cpu, int cores, long memory, String system, String jdk) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** The one this runs on. */
  public static Machine here() {
    var system =
        java.lang.management.ManagementFactory.getPlatformMXBean(
            com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + " "
            + Runtime.version());
  }

  /** In one line. */
  public String text() {
    return "%d cores of %s, %d GiB, %s, %s"
        .formatted(cores, cpu, Math.round(memory / (double) (1L << 30)), system, jdk);
  }

  /** The commit of the sources in a directory, or "unknown" where git does not tell. */
  public static String commit(Path directory) throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0
          ? printed.strip()
          : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String cpuModel() {
    try (var lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
