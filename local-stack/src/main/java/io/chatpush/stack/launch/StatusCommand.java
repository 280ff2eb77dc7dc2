package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./chatpush status}. */
@Command(
    name = "status",
    description = {"Shows every process: whether it runs and is ready, where it listens.", ""},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything runs and is ready",
      "3:nothing runs",
      "4:something is missing or not ready"
    })
public final class StatusCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Clock clock = Clock.systemUTC();
    StackDirectory directory = stack.directory();
    LocalStack local = new LocalStack(directory, terminal, clock);
    Optional<Ports> ports = local.ports();
    if (ports.isEmpty()) {
      terminal.line("Nothing runs in " + directory.root() + ": start it with ./chatpush up.");
      return 3;
    }
    List<ProcessStatus> processes = local.status(ports.get());
    Table table = new Table().row("PROCESS", "PID", "STATE", "PORTS", "UP", "MEMORY", "LOG");
    processes.forEach(process -> table.row(row(terminal, process, clock.instant())));
    table.lines("").forEach(terminal::line);
    if (processes.stream().allMatch(ProcessStatus::ready)) {
      return 0;
    }
    return local.isAnyRunning() ? 4 : 3;
  }

  private static String[] row(Terminal terminal, ProcessStatus status, Instant now) {
    String ports =
        status.process().ports().values().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    String name = status.process().name();
    String log = shortened(status.process().log());
    return switch (status.state()) {
      case ProcessState.Stopped() -> new String[] {name, "-", "stopped", ports, "-", "-", log};
      case ProcessState.Dead(long pid) ->
          new String[] {name, Long.toString(pid), terminal.bad("gone"), ports, "-", "-", log};
      case ProcessState.Running(ProcessHandle handle, RunRecord record) ->
          new String[] {
            name,
            Long.toString(record.pid()),
            status.ready() ? terminal.good("ready") : terminal.bad("not ready"),
            ports,
            uptime(Duration.between(record.startedAt(), now)),
            residentMemory(handle.pid()),
            log
          };
    };
  }

  private static String uptime(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + "h" + duration.toMinutesPart() + "m";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m" + duration.toSecondsPart() + "s"
        : duration.toSeconds() + "s";
  }

  /** By ps, which Linux and macOS have alike. */
  private static String residentMemory(long pid) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      String kibibytes =
          new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return Long.parseLong(kibibytes) / 1024 + " MB";
    } catch (IOException | NumberFormatException e) {
      return "?";
    }
  }

  private static String shortened(Path log) {
    Path here = Path.of("").toAbsolutePath();
    return log.startsWith(here) ? here.relativize(log).toString() : log.toString();
  }
}
