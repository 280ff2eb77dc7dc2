package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The processes that one call of {@link LocalStack} has started, in that order. One thread starts;
 * any may look at the processes.
 */
final class Started {

  private final ProcessControl control;
  private final List<StackProcess> processes = new CopyOnWriteArrayList<>();
  private final Map<StackProcess, Long> logEnds = new ConcurrentHashMap<>();

  Started(ProcessControl control) {
    this.control = control;
  }

  /** Those that were started, so that they can be stopped again. */
  List<StackProcess> processes() {
    return List.copyOf(processes);
  }

  void start(StackProcess process) {
    processes.add(process);
    logEnds.put(process, LogExcerpt.end(process.log()));
    control.start(process);
  }

  /**
   * Starts a process that does not run.
   *
   * @throws CommandException with what its log says, when this call has started it before: it has
   *     ended by itself
   */
  void startOnce(StackProcess process) {
    if (processes.contains(process)) {
      throw new CommandException(process.name() + " ended while it started. " + logOf(process));
    }
    start(process);
  }

  /** What the log of a process says since this call started it, or what its log is. */
  String logOf(StackProcess process) {
    Long from = logEnds.get(process);
    return from == null
        ? "Its log is " + process.log() + "."
        : LogExcerpt.since(process.log(), from);
  }
}
