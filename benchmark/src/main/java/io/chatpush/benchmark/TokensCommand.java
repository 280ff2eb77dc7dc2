package io.chatpush.benchmark;

import io.chatpush.benchmark.report.Machine;
import io.chatpush.benchmark.report.Tables;
import io.chatpush.benchmark.tokens.TokenBenchmark;
import io.chatpush.benchmark.tokens.TokenPlan;
import io.chatpush.benchmark.tokens.TokenResults;
import io.chatpush.benchmark.tokens.TokenTables;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush bench tokens}. */
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    description = {
      "Measures token-service on this machine: importing a million devices, what they take on disk,"
          + " how long a start without its state takes, and how many registrations a second it"
          + " answers.",
      "",
      "Starts a stack of its own, in which dispatch-service does nothing. Use a machine that does"
          + " nothing else; a million devices need 3 GB of disk.",
      "",
      "./chatpush bench tokens --quick",
      "./chatpush bench tokens --markdown",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything was measured",
      "1:it could not be done; the message says why",
      "2:wrong options",
      "5:devices were lost, or requests were not answered as they should be"
    })
final class TokensCommand implements Callable<Integer> {

  private static final int LOST = 5;

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many to import, two of each user (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long each kind of request is measured (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "15s",
      description = "How long each runs before it counts (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--quick",
      description = "50,000 devices and some seconds each: to see that it works.")
  private boolean quick;

  @Option(names = "--markdown", description = "Print the tables as Markdown.")
  private boolean markdown;

  @Override
  public Integer call() throws InterruptedException, IOException {
    require(devices >= 1_000, "--devices must be at least 1000.");
    require(duration.toMillis() >= 1_000, "--duration must be at least 1s.");
    require(!warmUp.isNegative(), "--warm-up must not be negative.");
    Instant at = Clock.systemUTC().instant();
    Path home = SavedRun.home(stack);
    Path saved = SavedRun.directory(home, at);
    Terminal terminal = Terminal.system();
    Machine machine = Machine.here();
    terminal.line(machine.text());
    TokenPlan plan = quick ? TokenPlan.quick() : TokenPlan.thorough(devices, warmUp, duration);
    TokenResults results =
        new TokenBenchmark(plan, home, saved.resolve("logs"), terminal)
            .run(machine, at, Machine.commit(Path.of("")));
    Tables.print(TokenTables.of(results), terminal, markdown);
    SavedRun.json(results, saved);
    terminal.line("Saved in " + saved);
    return results.lost() == 0 ? 0 : LOST;
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new CommandException(sentence);
    }
  }
}
