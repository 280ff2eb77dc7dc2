package io.chatpush.stack.chaos;

import io.chatpush.stack.launch.StackFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one round does. */
sealed interface Fault {

  /** As {@code --only} takes it: what is hit, a dot, what is done to it. */
  String name();

  /** A process is killed with {@code kill -9} and started again. */
  record Kill(String process) implements Fault {
    @Override
    public String name() {
      return shortName(process) + ".kill";
    }
  }

  /**
   * All threads of a process stop for a while.
   *
   * @param length how long
   */
  record Pause(String process, Duration length) implements Fault {
    @Override
    public String name() {
      return shortName(process) + ".pause";
    }
  }

  /** A process is stopped in order and started again. */
  record Restart(String process) implements Fault {
    @Override
    public String name() {
      return shortName(process) + ".restart";
    }
  }

  /** A batch of records that must harm only themselves is published. */
  record Records(BadRecords kind) implements Fault {
    @Override
    public String name() {
      return "records." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The targets of {@code --only}: the processes, then {@code records}. */
  static List<String> targets() {
    List<String> targets = new ArrayList<>();
    StackFaults.PROCESSES.forEach(process -> targets.add(shortName(process)));
    targets.add("records");
    return targets;
  }

  /** Without {@code -service}. */
  static String shortName(String process) {
    return process.replace("-service", "");
  }
}
