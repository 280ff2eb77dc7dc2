package io.chatpush.benchmark;

import io.chatpush.benchmark.pipeline.Backlog;
import io.chatpush.benchmark.pipeline.BenchStack;
import io.chatpush.benchmark.pipeline.Pipeline;
import io.chatpush.benchmark.process.Cleanup;
import io.chatpush.benchmark.report.ClientRun;
import io.chatpush.benchmark.report.Measurement;
import io.chatpush.benchmark.report.Progress;
import io.chatpush.benchmark.report.Subject;
import io.chatpush.benchmark.sender.H2load;
import io.chatpush.benchmark.sender.NodeSdk;
import io.chatpush.benchmark.sender.Senders;
import io.chatpush.benchmark.simulator.Simulator;
import io.chatpush.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures what a plan says, one thing after the other, so that nothing measures anything else. */
final class Benchmark {

  private static final Duration FCM_TIME = Duration.ofMillis(100);
  private static final int LOW_LATENCY_RATE = 1_000;

  /**
   * FCM's usual quota is 10,000 a second, of which chatpush uses 99 %: it is not to be measured.
   */
  private static final String QUOTA = BenchStack.QUOTA;

  private static final Map<String, String> DEFAULTS = Map.of(QUOTA, "1200000");

  /** 40 connections are good for 40,000 a second at 100 ms: what ends first is the machine. */
  private static final Map<String, String> WIDE =
      Map.of(
          QUOTA,
          "6000000",
          "chatpush.fcm.connections",
          "40",
          "chatpush.pacing.max-in-flight",
          "4000");

  /** FCM's own: an announcement goes out no faster. */
  private static final Map<String, String> TRUE_QUOTA = Map.of(QUOTA, "600000");

  private static final int CONVERSATIONS_RATE = 2_000;

  /** Of a thousand people with two devices each: more than the quota leaves in the window. */
  private static final int ANNOUNCEMENTS = 100;

  private static final Map<String, String> QUICK_ANSWERS =
      Map.of(QUOTA, "1200000", "chatpush.kafka.batching", "low-latency");

  /** 16 connections of 100 streams, dispatch-service's default. */
  private static final int GATEWAY_IN_FLIGHT = 1_600;

  /** Twice the threads and connections that the SDK has. */
  private static final int ASYNC_IN_FLIGHT = 200;

  /** 12 and 24 calls of 500 at once: more sessions cost more CPU, fewer leave FCM's time unused. */
  private static final List<Integer> NODE_IN_FLIGHT = List.of(6_000, 12_000);

  private static final List<Subject> CLIENTS =
      List.of(Subject.GATEWAY, Subject.ARMERIA, Subject.JETTY);

  /** How often each client has its turn: the machine's speed varies, and the median is reported. */
  private static final int TURNS = 3;

  /** As many as a listener can take in the window, and more. */
  private static final int BACKLOG_EVENTS = 20_000;

  private final Plan plan;
  private final Path directory;
  private final Path logs;
  private final Terminal terminal;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<ClientRun> clients = new ArrayList<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();

  /**
   * @param directory for the stack and what else outlives a run
   * @param logs for what processes print
   */
  Benchmark(Plan plan, Path directory, Path logs, Terminal terminal) {
    this.plan = plan;
    this.directory = directory;
    this.logs = logs;
    this.terminal = terminal;
  }

  List<Measurement> measurements() {
    return measurements;
  }

  List<ClientRun> clients() {
    return clients;
  }

  Map<String, String> skipped() {
    return skipped;
  }

  void run() throws InterruptedException {
    try (Cleanup cleanup = new Cleanup()) {
      Simulator simulator =
          cleanup.add(
              Simulator.start(directory.resolve("simulator"), logs.resolve("simulator.log")));
      if (plan.scenarios().stream().anyMatch(Scenario::needsStack)) {
        withStack(cleanup, simulator);
      }
      senders(simulator);
      if (wants(Scenario.CLIENTS)) {
        clients(simulator);
      }
    }
  }

  private void withStack(Cleanup cleanup, Simulator simulator) throws InterruptedException {
    BenchStack stack = cleanup.add(BenchStack.in(directory.resolve("stack"), simulator, terminal));
    stack.up(DEFAULTS);
    terminal.line("Registering %,d devices".formatted(plan.users() * 2));
    Pipeline pipeline =
        cleanup.add(Pipeline.of(stack, simulator, plan.users(), logs.resolve("load.log")));
    if (wants(Scenario.HALF)) {
      pipeline(pipeline, "half load", FCM_TIME, plan.rate() / 2);
    }
    if (wants(Scenario.FULL)) {
      pipeline(pipeline, "full load", FCM_TIME, plan.rate());
    }
    if (wants(Scenario.INSTANT)) {
      pipeline(pipeline, "FCM at once", Duration.ZERO, plan.rate());
    }
    if (wants(Scenario.HIGHEST)) {
      stack.require(WIDE);
      highest(pipeline);
    }
    if (wants(Scenario.LOW_LATENCY)) {
      stack.require(QUICK_ANSWERS);
      pipeline(pipeline, "low latency", FCM_TIME, Math.min(LOW_LATENCY_RATE, plan.rate()));
    }
    if (wants(Scenario.ANNOUNCEMENT)) {
      stack.require(TRUE_QUOTA);
      int rate = Math.min(CONVERSATIONS_RATE, plan.rate());
      // A first one that is not counted: the code of the bulk lane is to be as warm as the rest.
      var _ = conversations(pipeline, rate, ANNOUNCEMENTS);
      add(conversations(pipeline, rate, 0));
      add(conversations(pipeline, rate, ANNOUNCEMENTS));
    }
    cleanup.end(pipeline);
    if (wants(Scenario.LISTENER)) {
      Backlog.fill(stack, Senders.LISTENER_TOPIC, plan.users(), BACKLOG_EVENTS);
      sender(
          Scenario.LISTENER,
          () ->
              senders(simulator, Scenario.LISTENER)
                  .listener(FCM_TIME, stack.bootstrapServers(), stack.registryUrl()));
    }
    cleanup.end(stack);
  }

  private void senders(Simulator simulator) throws InterruptedException {
    for (Duration answerTime : plan.answerTimes()) {
      if (wants(Scenario.GATEWAY)) {
        sender(
            Scenario.GATEWAY,
            () -> senders(simulator, Scenario.GATEWAY).gateway(answerTime, GATEWAY_IN_FLIGHT));
      }
      if (wants(Scenario.ASYNC)) {
        sender(
            Scenario.ASYNC,
            () -> senders(simulator, Scenario.ASYNC).async(answerTime, ASYNC_IN_FLIGHT));
      }
    }
    if (wants(Scenario.NODE)) {
      node(simulator);
    }
    if (wants(Scenario.H2LOAD)) {
      Optional<String> missing = H2load.missing();
      missing.ifPresent(reason -> skip(Scenario.H2LOAD, reason));
      if (missing.isEmpty()) {
        for (Duration answerTime : plan.answerTimes()) {
          sender(
              Scenario.H2LOAD,
              () ->
                  new H2load(simulator, directory, plan.sendersWarmUp(), plan.sendersDuration())
                      .measure(answerTime, GATEWAY_IN_FLIGHT / 100));
        }
      }
    }
  }

  private void node(Simulator simulator) throws InterruptedException {
    Path home = directory.resolve("node");
    Optional<String> missing = NodeSdk.missing();
    if (missing.isEmpty()) {
      terminal.progress("  installing firebase-admin for Node.js");
      missing = NodeSdk.install(home, logs.resolve("npm.log"));
    }
    if (missing.isPresent()) {
      skip(Scenario.NODE, missing.get());
      return;
    }
    for (Duration answerTime : plan.answerTimes()) {
      for (int inFlight : NODE_IN_FLIGHT) {
        sender(
            Scenario.NODE,
            () -> senders(simulator, Scenario.NODE).node(NodeSdk.in(home), answerTime, inFlight));
      }
    }
  }

  /** Measures HTTP/2 clients in turn, first on lasting connections and then on short ones. */
  private void clients(Simulator simulator) throws InterruptedException {
    for (Duration answerTime : plan.answerTimes()) {
      for (int turn = 0; turn < TURNS; turn++) {
        for (Subject client : CLIENTS) {
          client(simulator, client, answerTime, false);
        }
      }
    }
    for (Subject client : CLIENTS) {
      client(simulator, client, FCM_TIME, true);
    }
  }

  private void client(Simulator simulator, Subject client, Duration answerTime, boolean goAways)
      throws InterruptedException {
    try (Progress _ = progress(Scenario.CLIENTS)) {
      ClientRun run =
          senders(simulator, Scenario.CLIENTS)
              .client(client, answerTime, GATEWAY_IN_FLIGHT, goAways);
      clients.add(run);
      report(run.measurement());
    }
  }

  /** Goes up until a rate is not held; the last that was is the highest. */
  private void highest(Pipeline pipeline) throws InterruptedException {
    for (int step : plan.steps()) {
      if (!pipeline(pipeline, "40 connections", FCM_TIME, step).held()) {
        return;
      }
    }
  }

  private Measurement pipeline(
      Pipeline pipeline, String setting, Duration answerTime, int perSecond)
      throws InterruptedException {
    try (Progress _ =
        new Progress(
            terminal,
            "the pipeline, %s, %,d/s".formatted(setting, perSecond),
            plan.warmUp().plus(plan.duration()))) {
      return add(pipeline.measure(setting, answerTime, perSecond, plan.warmUp(), plan.duration()));
    }
  }

  private Measurement conversations(Pipeline pipeline, int perSecond, int announcements)
      throws InterruptedException {
    try (Progress _ =
        new Progress(
            terminal,
            "conversations, %,d/s%s"
                .formatted(perSecond, announcements == 0 ? "" : ", and an announcement"),
            plan.warmUp().plus(plan.announcementDuration()))) {
      return pipeline.measureConversations(
          FCM_TIME, perSecond, plan.warmUp(), plan.announcementDuration(), announcements);
    }
  }

  /** Measures something. */
  private interface Measuring {
    Measurement measure() throws InterruptedException;
  }

  private void sender(Scenario scenario, Measuring measuring) throws InterruptedException {
    try (Progress _ = progress(scenario)) {
      add(measuring.measure());
    }
  }

  private Progress progress(Scenario scenario) {
    return new Progress(
        terminal, scenario.description(), plan.sendersWarmUp().plus(plan.sendersDuration()));
  }

  private Senders senders(Simulator simulator, Scenario scenario) {
    return new Senders(
        simulator,
        directory,
        logs.resolve(scenario + ".log"),
        plan.sendersWarmUp(),
        plan.sendersDuration());
  }

  private boolean wants(Scenario scenario) {
    return plan.scenarios().contains(scenario);
  }

  private void skip(Scenario scenario, String reason) {
    skipped.put(scenario.description(), reason);
    terminal.line("Skipped: " + scenario.description() + ", as " + reason + ".");
  }

  private Measurement add(Measurement measured) {
    measurements.add(measured);
    report(measured);
    return measured;
  }

  private void report(Measurement measured) {
    terminal.line(
        "%s %s, %s: %,.0f pushes/s, %.0f µs of CPU each, p50 %.0f ms, p99 %.0f ms"
            .formatted(
                measured.held() ? terminal.good("✓") : terminal.bad("✗"),
                measured.subject().title(),
                measured.setting(),
                measured.perSecond(),
                measured.own().cpuMicros(),
                measured.latency().p50(),
                measured.latency().p99()));
  }

  static String scenarios() {
    return String.join(", ", Arrays.stream(Scenario.values()).map(Scenario::toString).toList());
  }
}
