package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does to single processes of a running stack what operating systems and operators do: kills,
 * pauses, stops and starts them. It starts nothing that it was not asked to start. Used by one
 * thread.
 */
public final class StackFaults {

  /** All names that the other methods take. */
  public static final List<String> PROCESSES = StackProcesses.NAMES;

  private static final Duration POLL = Duration.ofMillis(100);

  private final List<StackProcess> processes;
  private final RunRecords records;
  private final ProcessControl control;

  /**
   * Looks at the stack of a directory.
   *
   * @param terminal what is said of stopping and starting
   * @param ports where the stack listens
   */
  public StackFaults(StackDirectory directory, Ports ports, HttpClient http, Terminal terminal) {
    this.processes = new StackProcesses(directory, ports, http).all();
    this.records = new RunRecords(directory.run());
    this.control = new ProcessControl(records, terminal);
  }

  /** The pid of a process, or 0 when it does not run. */
  public long pid(String name) {
    return control.state(name) instanceof ProcessState.Running running ? running.record().pid() : 0;
  }

  /** Ends a process as {@code kill -9} does, and returns when it is gone. */
  public void kill(String name) {
    ProcessHandle process = running(name).handle();
    process.destroyForcibly();
    var _ = process.onExit().join();
  }

  /** Stops all threads of a process with SIGSTOP until {@link #resume}. */
  public void pause(String name) throws InterruptedException {
    signal("STOP", running(name).record().pid());
  }

  /** Lets a process go on. */
  public void resume(String name) throws InterruptedException {
    signal("CONT", running(name).record().pid());
  }

  /** Asks a process to stop, and returns when it is gone. */
  public void stop(String name) throws InterruptedException {
    var _ = control.stop(name, StackProcesses.grace(name));
  }

  /** Starts a process that does not run, and returns at once. */
  public void start(String name) {
    try (RunRecords.Lock _ = records.lock()) {
      control.start(process(name));
    }
  }

  /**
   * Waits until a process is ready.
   *
   * @param limit how long it may take
   * @return whether it is ready
   * @throws CommandException when it has ended, with what its log says
   */
  public boolean awaitReady(String name, Duration limit) throws InterruptedException {
    StackProcess process = process(name);
    long begin = System.nanoTime();
    CountDownLatch never = new CountDownLatch(1);
    while (!(process.readiness().ask() instanceof Readiness.Answer.Ready)) {
      if (!control.isRunning(name)) {
        throw new CommandException(
            name + " ended while it started. " + LogExcerpt.since(process.log(), 0));
      }
      if (System.nanoTime() - begin > limit.toNanos()) {
        return false;
      }
      var _ = never.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private ProcessState.Running running(String name) {
    return switch (control.state(name)) {
      case ProcessState.Running running -> running;
      case ProcessState.Dead(long pid) ->
          throw new CommandException(name + " (pid " + pid + ") has ended.");
      case ProcessState.Stopped() -> throw new CommandException(name + " does not run.");
    };
  }

  private StackProcess process(String name) {
    return processes.stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no process " + name));
  }

  private static void signal(String signal, long pid) throws InterruptedException {
    try {
      int status =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
      if (status != 0) {
        throw new CommandException("kill -" + signal + " " + pid + " failed.");
      }
    } catch (IOException e) {
      throw new CommandException("kill -" + signal + " " + pid + " cannot be run.", e);
    }
  }
}
