package io.chatpush.benchmark;

import io.chatpush.benchmark.report.ClientTables;
import io.chatpush.benchmark.report.Machine;
import io.chatpush.benchmark.report.Results;
import io.chatpush.benchmark.report.Tables;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import io.chatpush.stack.launch.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures on this machine, in one go: what the whole pipeline holds, and beside it what only"
          + " sends, all to the same simulator of FCM.",
      "",
      "Starts a stack of its own, puts the load of a chat system on it, and counts the pushes that"
          + " FCM accepts. Every program is a process of its own, so that its CPU time is. Use a"
          + " machine that does nothing else; the whole takes about half an hour.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything asked for was measured, or skipped for the reason told",
      "1:it could not be done; the message says why",
      "5:pushes were lost, a rate that should be held was not, or an announcement more than doubled"
          + " the p99 of conversations"
    },
    subcommands = {TokensCommand.class, SlowClientsCommand.class},
    footerHeading = "%nScenarios:%n",
    footer = {
      "half, full, instant, highest, low-latency, announcement (the pipeline); listener, gateway,"
          + " async, node, h2load (what only sends); clients (HTTP/2 clients in turn, only if"
          + " named)"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int NOT_HELD = 5;
  private static final double MOST_BY_ANNOUNCEMENT = 2;

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--only",
      paramLabel = "SCENARIO",
      split = ",",
      description = "Measure only this; may be repeated.")
  private Set<Scenario> only = EnumSet.complementOf(EnumSet.of(Scenario.CLIENTS));

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Pushes a second of the scenario full (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Users of the load, with two devices each (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long each rate must be held (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long each runs before it counts (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--quick",
      description = "A few seconds each, three or four minutes in all: to see that it works.")
  private boolean quick;

  @Option(names = "--markdown", description = "Print the tables as Markdown.")
  private boolean markdown;

  @Option(
      names = "--jmh",
      paramLabel = "REGEX",
      arity = "0..1",
      fallbackValue = ".*",
      description = "Measure the hot parts by JMH instead: all, or those that match.")
  private @Nullable String jmh;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new BenchCommand())
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Scenario.class, BenchCommand::scenario)
            .registerConverter(Duration.class, DurationStyle::detectAndParse)
            .setExecutionExceptionHandler((failure, command, parsed) -> {
              if (failure instanceof CommandException) {
                // It may quote a service or a log.
                command.getErr().println(VisibleText.lines(String.valueOf(failure.getMessage())));
              } else {
                failure.printStackTrace(command.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            })
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    require(rate >= 10, "--rate must be at least 10.");
    require(users >= 100, "--users must be at least 100.");
    require(duration.toMillis() >= 1_000, "--duration must be at least 1s.");
    require(!warmUp.isNegative(), "--warm-up must not be negative.");
    Clock clock = Clock.systemUTC();
    Instant at = clock.instant();
    Path home = SavedRun.home(stack);
    Path saved = SavedRun.directory(home, at);
    if (jmh != null) {
      return Jmh.run(jmh, saved);
    }
    Terminal terminal = Terminal.system();
    Machine machine = Machine.here();
    terminal.line(machine.text());
    Plan plan =
        quick ? Plan.quick(only, rate, users) : Plan.thorough(only, rate, users, warmUp, duration);
    Benchmark benchmark = new Benchmark(plan, home, saved.resolve("logs"), terminal);
    benchmark.run();
    Results results =
        new Results(
            machine,
            at,
            Machine.commit(Path.of("")),
            benchmark.measurements(),
            benchmark.clients(),
            benchmark.skipped());
    print(results, terminal);
    SavedRun.json(results, saved);
    terminal.line("Saved in " + saved);
    boolean lost = results.measurements().stream().anyMatch(measured -> measured.failed() > 0);
    boolean notHeld =
        results.measurements().stream()
            .anyMatch(measured -> isDemanded(measured.offered()) && !measured.held());
    boolean held = !lost && !notHeld && results.announcementP99() <= MOST_BY_ANNOUNCEMENT;
    return held ? 0 : NOT_HELD;
  }

  /** The steps above it are tried until one fails: that is how they end. */
  private boolean isDemanded(@Nullable Integer offered) {
    return offered != null && offered <= rate;
  }

  private void print(Results results, Terminal terminal) {
    Tables.print(
        List.of(Tables.ratios(results), Tables.measurements(results), Tables.processes(results)),
        terminal,
        markdown);
    if (!results.clients().isEmpty()) {
      Tables.print(ClientTables.of(results.clients()), terminal, markdown);
    }
    if (results.announcementP99() > 0) {
      terminal.line(
          "An announcement makes the p99 of conversations "
              + Tables.times(results.announcementP99())
              + " what it is without.");
    }
    results.skipped().forEach((what, why) -> terminal.line("Not measured: " + what + ": " + why));
  }

  private static Scenario scenario(String name) {
    for (Scenario scenario : Scenario.values()) {
      if (scenario.toString().equalsIgnoreCase(name)) {
        return scenario;
      }
    }
    throw new CommandLine.TypeConversionException(
        "%s is no scenario: %s".formatted(name, Benchmark.scenarios()));
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new CommandException(sentence);
    }
  }
}
