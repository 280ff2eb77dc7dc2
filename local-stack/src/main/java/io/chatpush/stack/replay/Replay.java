package io.chatpush.stack.replay;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.replay.PushLedger.Standing;
import io.chatpush.testing.registry.RegistryCommand;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plays a chat log into a running stack and follows every push to its end. */
public final class Replay {

  private static final Duration TICK = Duration.ofMillis(500);

  private final Ports ports;
  private final TokenSigner tokens;
  private final HttpClient http;
  private final Terminal terminal;
  private final Clock clock;
  private final SimulatorClient simulator;
  private final KafkaLogins kafka;
  private final String registryUrl;

  /**
   * @param kafka how to reach the broker
   */
  public Replay(
      Ports ports,
      KafkaLogins kafka,
      TokenSigner tokens,
      HttpClient http,
      Terminal terminal,
      Clock clock) {
    this.ports = ports;
    this.tokens = tokens;
    this.http = http;
    this.terminal = terminal;
    this.clock = clock;
    this.simulator = new SimulatorClient("http://127.0.0.1:" + ports.simulatorHttp(), http);
    this.kafka = kafka;
    this.registryUrl = RegistryCommand.url(ports.registry());
  }

  /**
   * Registers devices, sends events, and waits until every push they call for has its outcome.
   *
   * @param patience how long nothing may move before what is missing counts as unaccounted
   * @return what came of it, complete or not
   * @throws CommandException when devices or events are not taken
   */
  public ReplayReport run(
      ChatLog log, List<Device> devices, Pace pace, String runId, Duration patience)
      throws InterruptedException {
    try (RegisteredDevices registered = new RegisteredDevices(kafka.administrator())) {
      register(devices, registered, patience);
      Map<String, List<String>> devicesByUser = registered.devicesOf(log.users());
      PushLedger ledger = new PushLedger(devicesByUser);
      long duplicatesBefore = simulator.duplicates();
      try (OutcomeReader outcomes = new OutcomeReader(kafka.administrator(), registryUrl, ledger);
          EventSender sender = new EventSender(kafka.chatSystem(), registryUrl, clock)) {
        long begin = System.nanoTime();
        FutureTask<Duration> sending =
            new FutureTask<>(() -> {
              sender.send(log, pace, runId, ledger);
              return since(begin);
            });
        Thread.ofPlatform().name("events").daemon().start(sending);
        follow(log, ledger, sender, sending, registered, outcomes, patience);
        Duration whole = since(begin);
        return new ReplayReport(
            sender.acknowledged(),
            result(sending),
            whole,
            ledger.standing(),
            simulator.duplicates() - duplicatesBefore);
      }
    }
  }

  /** Registers devices, and returns when {@code push.user-devices} has all of them. */
  void register(List<Device> devices, RegisteredDevices registered, Duration patience)
      throws InterruptedException {
    long begin = System.nanoTime();
    DeviceRegistrar registrar =
        new DeviceRegistrar("http://127.0.0.1:" + ports.tokenService(), tokens, http);
    FutureTask<Void> registering =
        new FutureTask<>(() -> {
          registrar.register(devices);
          return null;
        });
    Thread.ofPlatform().name("registrations").daemon().start(registering);
    while (!isDone(registering)) {
      terminal.progress(
          "  registering devices: " + registrar.registered() + " of " + devices.size());
    }
    boolean all =
        registered.await(
            devices,
            patience,
            missing -> terminal.progress("  waiting for " + missing + " devices to be looked up"));
    if (!all) {
      throw new CommandException(
          "Not all devices came to push.user-devices: token-service's log tells more"
              + " (./chatpush status shows where it is).");
    }
    terminal.line(
        terminal.good("✓")
            + " "
            + ReplayReport.count(devices.size())
            + " devices registered"
            + terminal.dim(" in " + since(begin).toMillis() / 1000.0 + " s"));
  }

  private void follow(
      ChatLog log,
      PushLedger ledger,
      EventSender sender,
      FutureTask<Duration> sending,
      RegisteredDevices registered,
      OutcomeReader outcomes,
      Duration patience)
      throws InterruptedException {
    long moved = System.nanoTime();
    long before = 0;
    RateOverTime rate = new RateOverTime();
    while (true) {
      boolean sent = isDone(sending);
      outcomes.requireAlive();
      registered.endedSince().forEach(ledger::ended);
      Standing standing = ledger.standing();
      terminal.progress(progress(log, sender, standing, rate.per(standing.accounted())));
      if (sent && standing.unaccounted() == 0) {
        return;
      }
      long now = standing.settled() + sender.acknowledged();
      if (now != before) {
        before = now;
        moved = System.nanoTime();
      } else if (sent && since(moved).compareTo(patience) > 0) {
        return;
      }
    }
  }

  private static String progress(
      ChatLog log, EventSender sender, Standing standing, double perSecond) {
    return String.format(
        Locale.ROOT,
        "  events %,d of %,d   pushes %,d of %,d   %,.0f/s   under way %,d",
        sender.acknowledged(),
        log.messages().size(),
        standing.accounted(),
        standing.calledFor(),
        perSecond,
        standing.unaccounted());
  }

  /** Waits a moment for a task, and fails with what it failed with. */
  private static boolean isDone(FutureTask<?> task) throws InterruptedException {
    try {
      task.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private static Duration result(FutureTask<Duration> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
