package io.chatpush.stack.chaos;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.LeastRightsOption;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.PortOptions;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackFaults;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import io.chatpush.stack.launch.StackShape;
import io.chatpush.stack.replay.ReplayReport;
import io.chatpush.stack.replay.SimulatorClient;
import io.chatpush.stack.replay.SteadyChat;
import io.chatpush.testing.registry.RegistryCommand;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush chaos}. */
@Command(
    name = "chaos",
    description = {
      "Breaks the stack on purpose while a chat goes on, and checks that it recovers by itself and"
          + " loses nothing.",
      "",
      "Each round does one thing: it ends a process with kill -9, pauses one for 3, 8 or 15 seconds"
          + " (SIGSTOP), restarts one in order, or publishes a batch of bad records. Then it waits"
          + " until liveness and readiness of both services are UP, all events of one turn of all"
          + " channels published after the fault are answered, and token-service answers. The time"
          + " to recovery is measured from when the dependencies are back: the broker, the registry"
          + " or the FCM simulator is ready, a service is started, a pause is over, or Kafka has the"
          + " bad records.",
      "",
      "It starts the stack when it does not run, and then stops it at the end. It starts again only"
          + " what it ended itself: anything else that ends fails the run. Ctrl-C ends it with the"
          + " report so far.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every round recovered in time, health was right and unaccounted=0",
      "1:it could not be done; the message says why",
      "5:some pushes have no outcome",
      "6:a recovery took too long, health was wrong for too long, a push was repeated under another"
          + " tag, or something ended by itself"
    },
    footerHeading = "%nFaults:%n",
    footer = {
      "broker, registry, fcm-simulator, token, dispatch: each with .kill, .pause and .restart.",
      "records: .random-bytes, .unknown-schemas, .timestamps, .sent-at, .oversize, .nulls, .headers,"
          + " .aborted-transactions and .internal-topics.",
      "Targets take turns, in an order that the seed decides; so do the faults of each target."
    })
public final class ChaosCommand implements Callable<Integer> {

  private static final int UNACCOUNTED = 5;
  private static final int FAILED = 6;

  /** After Ctrl-C, how long the report may take. */
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

  @Mixin private StackOptions stack = new StackOptions();
  @Mixin private PortOptions ports = new PortOptions();
  @Mixin private LeastRightsOption rights = new LeastRightsOption();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many rounds (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides the sequence of faults (default: the time; it is printed).")
  private @Nullable Long seed;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      description = "Only these targets or faults: broker,records.nulls (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10",
      description = "Events a second, of about eleven pushes each (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--recovery",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long a recovery may take (default: ${DEFAULT-VALUE}).")
  private int recovery;

  @Option(
      names = "--health",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long health may be wrong at a time (default: ${DEFAULT-VALUE}).")
  private int healthLimit;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description =
          "How long a recovery, or at the end the next outcome, is waited for before the run ends"
              + " (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Override
  public Integer call() throws InterruptedException {
    requirePositive("--rounds", rounds);
    requirePositive("--rate", rate);
    requirePositive("--recovery", recovery);
    requirePositive("--health", healthLimit);
    requirePositive("--patience", patience);
    Terminal terminal = Terminal.system();
    Clock clock = Clock.systemUTC();
    long chosenSeed = seed == null ? clock.millis() : seed;
    FaultPlan plan = new FaultPlan(chosenSeed, only);
    LocalStack local = new LocalStack(stack.directory(), terminal, clock);
    Ports chosen = ports.choose(local.ports());
    boolean ours = !local.isAnyRunning();
    local.up(chosen, new StackShape(rights.isChosen(), false));
    CountDownLatch stopped = new CountDownLatch(1);
    try (StopAtExit _ = StopAtExit.of(stopped::countDown, STOP_LIMIT)) {
      try {
        return run(terminal, clock, chosen, plan, chosenSeed, stopped);
      } finally {
        if (ours) {
          local.down();
        }
      }
    }
  }

  private int run(
      Terminal terminal,
      Clock clock,
      Ports chosen,
      FaultPlan plan,
      long chosenSeed,
      CountDownLatch stopped)
      throws InterruptedException {
    TokenSigner tokens = StackKeys.signer(stack.directory(), clock);
    KafkaLogins kafka = KafkaLogins.of(stack.directory(), chosen);
    String runId = "chaos-" + clock.millis();
    ChaosReport.Limits limits =
        new ChaosReport.Limits(Duration.ofSeconds(recovery), Duration.ofSeconds(healthLimit));
    try (HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        SteadyChat chat =
            SteadyChat.begin(
                chosen,
                kafka,
                tokens,
                http,
                terminal,
                clock,
                runId,
                rate,
                Duration.ofSeconds(patience));
        BadRecordPublisher records =
            new BadRecordPublisher(
                kafka.administrator(),
                RegistryCommand.url(chosen.registry()),
                clock,
                chosenSeed,
                SteadyChat.users());
        HealthWatch health =
            new HealthWatch(chosen, http, since -> chat.stalled(HealthWatch.STALL_LIMIT, since))) {
      Chaos chaos =
          new Chaos(
              chat,
              new StackFaults(stack.directory(), chosen, http, Terminal.silent()),
              records,
              health,
              new TokenServiceProbe(
                  "http://127.0.0.1:" + chosen.tokenService(), tokens, http, SteadyChat.users()),
              new SimulatorClient("http://127.0.0.1:" + chosen.simulatorHttp(), http),
              terminal,
              Duration.ofSeconds(patience),
              stopped);
      terminal.line("--seed=" + chosenSeed + " " + runId);
      chaos.run(plan, rounds);
      ReplayReport replay =
          chat.finish(
              Duration.ofSeconds(patience),
              () -> stopped.getCount() == 0,
              terminal,
              chaos.duplicates());
      ChaosReport report =
          new ChaosReport(
              chaos.rounds(),
              replay,
              chat.underAnotherTag(),
              health.upWhileStalled(),
              health.downWhileWorking(),
              chaos.ended());
      report.print(terminal, limits);
      if (!replay.isComplete()) {
        return UNACCOUNTED;
      }
      return report.failures(limits).isEmpty() ? 0 : FAILED;
    }
  }

  private static void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new CommandException(option + " must be more than 0.");
    }
  }
}
