package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts, finds and stops single processes, keeping the records of what runs. */
final class ProcessControl {

  private final RunRecords records;
  private final Terminal terminal;

  ProcessControl(RunRecords records, Terminal terminal) {
    this.records = records;
    this.terminal = terminal;
  }

  ProcessState state(String name) {
    return records
        .process(name)
        .map(record ->
            record
                .find()
                .<ProcessState>map(handle -> new ProcessState.Running(handle, record))
                .orElseGet(() -> new ProcessState.Dead(record.pid())))
        .orElseGet(ProcessState.Stopped::new);
  }

  boolean isRunning(String name) {
    return state(name) instanceof ProcessState.Running;
  }

  void start(StackProcess process) {
    if (state(process.name()) instanceof ProcessState.Dead dead) {
      terminal.line(process.name() + " (pid " + dead.pid() + ") is gone; starting it again");
    }
    records.remove(process.name());
    try {
      ProcessBuilder builder = process.command().prepare();
      List<String> command = new ArrayList<>();
      // Ctrl-C and a closed terminal reach every process at once; a JVM that finds these signals
      // ignored leaves them so, and is stopped in order by the launcher.
      command.addAll(
          List.of(
              "/bin/sh",
              "-c",
              "trap '' INT HUP; echo $$ > \"$0.own\"; mv \"$0.own\" \"$0\"; exec \"$@\"",
              records.pidFile(process.name()).toString()));
      command.addAll(builder.command());
      Process running =
          builder
              .command(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(process.log().toFile()))
              .start();
      records.putIfAbsent(process.name(), running.pid());
    } catch (IOException e) {
      throw new CommandException("Cannot start " + process.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Asks a process to stop and waits until it is gone; kills it when it takes longer than it may.
   *
   * @return whether it ran
   */
  boolean stop(String name, Duration grace) throws InterruptedException {
    if (!(state(name) instanceof ProcessState.Running running)) {
      records.remove(name);
      return false;
    }
    long begin = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(1);
    var _ = running.handle().onExit().thenRun(ended::countDown);
    running.handle().destroy();
    boolean gone = false;
    while (!gone && System.nanoTime() - begin < grace.toNanos()) {
      terminal.progress("  stopping " + name + " " + secondsSince(begin));
      gone = ended.await(200, TimeUnit.MILLISECONDS);
    }
    if (gone) {
      terminal.line(
          terminal.good("✓")
              + " "
              + name
              + " stopped"
              + terminal.dim(" in " + secondsSince(begin)));
    } else {
      running.handle().destroyForcibly();
      ended.await();
      terminal.line(
          terminal.bad("✗")
              + " "
              + name
              + " did not stop within "
              + grace.toSeconds()
              + " s and was killed");
    }
    records.remove(name);
    return true;
  }

  static String secondsSince(long begin) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
  }
}
