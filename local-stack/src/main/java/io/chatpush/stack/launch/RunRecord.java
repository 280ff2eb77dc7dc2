package io.chatpush.stack.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started: enough to find it again, and to tell it from a stranger that got its
 * pid later.
 *
 * @param pid of the process
 * @param startedAt about when it began
 */
record RunRecord(long pid, Instant startedAt) {

  /** Between the start of a process and its note of it, on a machine that has much to do. */
  private static final Duration TOLERANCE = Duration.ofSeconds(15);

  /** The process, if it still runs. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> isSame(handle.info().startInstant().orElse(null)));
  }

  /** Whether a process with this pid and that start is the recorded one. */
  boolean isSame(@Nullable Instant start) {
    return start != null && Duration.between(startedAt, start).abs().compareTo(TOLERANCE) <= 0;
  }
}
