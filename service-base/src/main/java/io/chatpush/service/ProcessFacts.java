package io.chatpush.service;

import java.lang.management.ManagementFactory;
import java.util.List;

/** What there is to say of the process itself. */
public final class ProcessFacts implements StartFacts {

  private static final long MEGABYTE = 1024L * 1024;

  @Override
  public List<StartFact> facts() {
    Runtime runtime = Runtime.getRuntime();
    return List.of(
        new StartFact(
            "Java",
            "%s, heap of %d MB at most, %d processors, process %d, ready after %.1f s"
                .formatted(
                    Runtime.version(),
                    runtime.maxMemory() / MEGABYTE,
                    runtime.availableProcessors(),
                    ProcessHandle.current().pid(),
                    ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0)));
  }
}
