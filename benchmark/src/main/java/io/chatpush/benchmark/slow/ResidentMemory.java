package io.chatpush.benchmark.slow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The most memory that a process had resident while this was open, looked at twice a second. */
final class ResidentMemory implements AutoCloseable {

  private static final int MILLIS_BETWEEN = 500;

  private final Path status;
  private final AtomicLong most = new AtomicLong();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  ResidentMemory(long pid) {
    status = Path.of("/proc", Long.toString(pid), "status");
    var _ = clock.scheduleAtFixedRate(this::look, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
  }

  /** Bytes, or 0 where the operating system does not tell. */
  long most() {
    look();
    return most.get();
  }

  private void look() {
    try {
      long kibibytes =
          Files.readString(status, StandardCharsets.ISO_8859_1)
              .lines()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
      most.accumulateAndGet(kibibytes * 1024, Math::max);
    } catch (IOException e) {
      // Not Linux, or the process has ended, which the other clients see.
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
