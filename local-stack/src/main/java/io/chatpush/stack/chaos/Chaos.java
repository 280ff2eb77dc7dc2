package io.chatpush.stack.chaos;

import static io.chatpush.stack.chaos.ChaosReport.seconds;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.StackFaults;
import io.chatpush.stack.replay.SimulatorClient;
import io.chatpush.stack.replay.SteadyChat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the rounds: a fault, its end, and the recovery. Used by one thread. */
final class Chaos {

  /** How long a process that was started again may take until it is ready. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofMillis(200);

  private final SteadyChat chat;
  private final StackFaults faults;
  private final BadRecordPublisher records;
  private final HealthWatch health;
  private final TokenServiceProbe tokenService;
  private final SimulatorClient simulator;
  private final Terminal terminal;
  private final Duration patience;
  private final CountDownLatch stopped;
  private final Map<String, Long> pids = new HashMap<>();
  private final List<Round> rounds = new ArrayList<>();
  private long duplicates;
  private long duplicatesOfThisSimulator;
  private @Nullable String ended;

  /**
   * Takes what the rounds need.
   *
   * @param patience how long a recovery is waited for before the run ends
   * @param stopped makes {@link #run} end soon; what a round has killed is started again first
   */
  Chaos(
      SteadyChat chat,
      StackFaults faults,
      BadRecordPublisher records,
      HealthWatch health,
      TokenServiceProbe tokenService,
      SimulatorClient simulator,
      Terminal terminal,
      Duration patience,
      CountDownLatch stopped)
      throws InterruptedException {
    this.chat = chat;
    this.faults = faults;
    this.records = records;
    this.health = health;
    this.tokenService = tokenService;
    this.simulator = simulator;
    this.terminal = terminal;
    this.patience = patience;
    this.stopped = stopped;
    StackFaults.PROCESSES.forEach(process -> pids.put(process, faults.pid(process)));
    this.duplicatesOfThisSimulator = -simulator.duplicates();
  }

  /** The rounds so far. */
  List<Round> rounds() {
    return List.copyOf(rounds);
  }

  /** What ended or was started again though no round did it. */
  Optional<String> ended() {
    return Optional.ofNullable(ended);
  }

  /** Pushes that reached a device twice, as far as the simulator lived to count them. */
  long duplicates() throws InterruptedException {
    return duplicates + duplicatesOfThisSimulator + simulator.duplicates();
  }

  /** Does that many rounds; fewer when it is stopped, or when the system does not recover. */
  void run(FaultPlan plan, int count) throws InterruptedException {
    health.dependenciesAreBack();
    if (!awaitRecovery(System.nanoTime(), "before the first round").recovered()) {
      throw new CommandException(
          "The stack does not work, and nothing was done to it: ./chatpush status shows more.");
    }
    for (int number = 1; number <= count && !isStopped(); number++) {
      Fault fault = plan.next();
      Round round = round(number, fault);
      if (!round.recovered() && isStopped()) {
        terminal.line("Stopped in round " + number + ", " + fault.name() + ".");
        return;
      }
      rounds.add(round);
      terminal.line(line(round));
      if (!round.recovered()) {
        return;
      }
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private Round round(int number, Fault fault) throws InterruptedException {
    String what = "round " + number + ": " + fault.name();
    terminal.progress("  " + what);
    long begin = System.nanoTime();
    health.faultBegins();
    try {
      String remark = cause(fault);
      long back = System.nanoTime();
      health.dependenciesAreBack();
      Recovery recovery = awaitRecovery(back, what);
      return new Round(
          number,
          fault,
          Duration.ofNanos(back - begin),
          recovery.time(),
          recovery.recovered(),
          recovery.recovered() ? remark : recovery.missing());
    } catch (CommandException e) {
      Duration whole = Duration.ofNanos(System.nanoTime() - begin);
      return new Round(number, fault, whole, Duration.ZERO, false, String.valueOf(e.getMessage()));
    }
  }

  /** Causes a fault, ends it, and returns a remark on it when what depends on it can go on. */
  private String cause(Fault fault) throws InterruptedException {
    return switch (fault) {
      case Fault.Kill(String process) -> {
        countDuplicatesOf(process);
        faults.kill(process);
        startAgain(process);
        yield "";
      }
      case Fault.Restart(String process) -> {
        countDuplicatesOf(process);
        faults.stop(process);
        startAgain(process);
        yield "";
      }
      case Fault.Pause(String process, Duration length) -> {
        faults.pause(process);
        try {
          var _ = stopped.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
          faults.resume(process);
        }
        yield "";
      }
      case Fault.Records(BadRecords kind) -> records.publish(kind) + " records";
    };
  }

  /**
   * Starts a process that this run ended. Returns when what depends on it can go on: at once for a
   * service, whose own start is part of the recovery.
   */
  private void startAgain(String process) throws InterruptedException {
    faults.start(process);
    pids.put(process, faults.pid(process));
    if (!process.endsWith("-service") && !faults.awaitReady(process, START_LIMIT)) {
      throw new CommandException(
          process + " is not ready after " + START_LIMIT.toSeconds() + " s.");
    }
  }

  /** The simulator forgets what it counted when it ends. */
  private void countDuplicatesOf(String process) throws InterruptedException {
    if (process.equals("fcm-simulator")) {
      duplicates += duplicatesOfThisSimulator + simulator.duplicates();
      duplicatesOfThisSimulator = 0;
    }
  }

  /**
   * How it recovered.
   *
   * @param missing what it was waiting for last
   */
  private record Recovery(boolean recovered, Duration time, String missing) {}

  private Recovery awaitRecovery(long back, String what) throws InterruptedException {
    long from = chat.published();
    long to = from + chat.cycle();
    boolean works = false;
    while (true) {
      chat.requireAlive();
      requireOthersAlive();
      works = works || (chat.areAnswered(from, to) && tokenService.works());
      if (works) {
        health.everythingWorks();
      }
      Optional<String> notUp = health.notUp(back);
      Duration time = Duration.ofNanos(System.nanoTime() - back);
      if (works && notUp.isEmpty()) {
        return new Recovery(true, time, "");
      }
      String missing = missing(from, to, notUp);
      if (ended != null || isStopped() || time.compareTo(patience) > 0) {
        return new Recovery(false, time, ended != null ? ended : missing);
      }
      terminal.progress("  " + what + ", " + seconds(time) + ": " + missing);
      var _ = stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private String missing(long from, long to, Optional<String> notUp) {
    if (notUp.isPresent()) {
      return notUp.get();
    }
    if (!chat.areAnswered(from, to)) {
      return "events published since then are not answered, %d pushes in all"
          .formatted(chat.unanswered());
    }
    return "token-service does not answer for all users";
  }

  /** Every process must be the one that this run left running. */
  private void requireOthersAlive() {
    pids.forEach((process, pid) -> {
      long now = faults.pid(process);
      if (now == 0) {
        ended = "%s (pid %d) has ended, and this run did not end it.".formatted(process, pid);
      } else if (now != pid) {
        ended = "%s was started again by something else.".formatted(process);
      }
    });
  }

  private String line(Round round) {
    return "%s %4d  %-28s %s%s"
        .formatted(
            round.recovered() ? terminal.good("✓") : terminal.bad("✗"),
            round.number(),
            round.fault().name(),
            round.recovered()
                ? "recovered in " + seconds(round.recovery())
                : "not recovered after " + seconds(round.recovery()),
            terminal.dim(
                ", fault "
                    + seconds(round.faultLength())
                    + (round.detail().isEmpty() ? "" : ", " + round.detail())));
  }
}
