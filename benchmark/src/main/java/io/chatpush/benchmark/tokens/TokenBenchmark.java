package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.pipeline.BenchStack;
import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.benchmark.process.Child;
import io.chatpush.benchmark.process.Cleanup;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.process.Window;
import io.chatpush.benchmark.report.Machine;
import io.chatpush.benchmark.report.Progress;
import io.chatpush.benchmark.tokens.TokenResults.Requests;
import io.chatpush.benchmark.tokens.TokenResults.Restore;
import io.chatpush.benchmark.tokens.TokenResults.Transfer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.StackDirectory;
import io.chatpush.stack.launch.StackKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Measures token-service from an empty stack on, one thing after the other. */
public final class TokenBenchmark {

  /** dispatch-service has nothing to do here, and the limit of a user is not what is measured. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "chatpush.fan-out.enabled",
          "false",
          "chatpush.delivery.enabled",
          "false",
          "chatpush.limits.requests-per-minute",
          "60000",
          "management.endpoint.health.show-details",
          "always");

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** Of the highest rate: a service is not run at its limit. */
  private static final double PACED = 0.8;

  private final TokenPlan plan;
  private final ImportedDevices devices;
  private final Path directory;
  private final Path logs;
  private final Terminal terminal;
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Requests> requests = new ArrayList<>();
  private long registered;
  private long lost;

  /**
   * Prepares it.
   *
   * @param directory for the stack
   * @param logs for what processes print
   */
  public TokenBenchmark(TokenPlan plan, Path directory, Path logs, Terminal terminal) {
    this.plan = plan;
    this.devices = new ImportedDevices(plan.devices());
    this.directory = directory;
    this.logs = logs;
    this.terminal = terminal;
  }

  /** Measures all of it; takes some minutes. */
  public TokenResults run(Machine machine, Instant at, String commit)
      throws IOException, InterruptedException {
    try (Cleanup cleanup = new Cleanup()) {
      BenchStack stack =
          cleanup.add(BenchStack.withoutPushes(directory.resolve("stack"), terminal));
      stack.up(SETTINGS);
      Admin admin =
          cleanup.add(
              Admin.create(
                  Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers())));
      TokenServiceClient operator =
          cleanup.add(
              new TokenServiceClient(
                  stack.tokenServiceUrl(),
                  StackKeys.signer(new StackDirectory(stack.root()), Clock.systemUTC())
                      .issue(Population.APP, "operator", OperatorScopes.ADMIN)));
      importAll(stack, admin, operator);
      exportAll("export", stack, operator, devices.number());
      List<Disk.Size> sizes = new ArrayList<>(Disk.topics(admin));
      Restore restore = restore(stack, operator, sizes);
      long registered = ask(cleanup, stack, admin);
      exportAll("export, at the end", stack, operator, devices.number() + registered);
      return new TokenResults(
          machine, at, commit, devices.number(), transfers, sizes, restore, requests, lost);
    }
  }

  private void importAll(BenchStack stack, Admin admin, TokenServiceClient operator)
      throws IOException, InterruptedException {
    Path file = stack.root().resolve("devices.jsonl");
    terminal.progress("  writing %,d lines".formatted(devices.number()));
    devices.write(file);
    long begin = System.nanoTime();
    Window window = new Window(measured(stack));
    long accepted;
    try (Progress _ = new Progress(terminal, "import", Duration.ZERO)) {
      accepted = operator.importAll(file);
    }
    double acknowledged = secondsSince(begin);
    OwnershipLag.awaitNone(
        admin,
        PATIENCE,
        lag -> terminal.progress("  the ownership stream is %,d records behind".formatted(lag)));
    window.end();
    double complete = secondsSince(begin) - OwnershipLag.lookedLonger().toMillis() / 1e3;
    Files.delete(file);
    add(new Transfer("import, until Kafka has all", accepted, acknowledged, List.of(), Double.NaN));
    add(
        new Transfer(
            "import, until the table is complete",
            accepted,
            complete,
            window.costs(accepted),
            window.idle()));
  }

  /** Counts what is there, and takes what is not for lost. */
  private void exportAll(String what, BenchStack stack, TokenServiceClient operator, long expected)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Window window = new Window(measured(stack));
    TokenServiceClient.Exported exported;
    try (Progress _ = new Progress(terminal, "export", Duration.ZERO)) {
      exported = operator.exportAll();
    }
    window.end();
    if (exported.devices() != expected) {
      lost += Math.abs(expected - exported.devices());
      terminal.line(
          terminal.bad("✗")
              + " %,d devices should be there, and %,d are"
                  .formatted(expected, exported.devices()));
    }
    add(
        new Transfer(
            what,
            exported.devices(),
            secondsSince(begin),
            window.costs(exported.devices()),
            window.idle()));
  }

  /** Takes the state away, and starts without; adds to {@code sizes} what the state took. */
  private Restore restore(BenchStack stack, TokenServiceClient operator, List<Disk.Size> sizes)
      throws InterruptedException {
    long changelogs =
        sizes.stream()
            .filter(size -> size.what().endsWith(Disk.CHANGELOG))
            .mapToLong(Disk.Size::bytes)
            .sum();
    stack.stop(BenchStack.TOKEN_SERVICE);
    sizes.addAll(Disk.stores(stack.state(BenchStack.TOKEN_SERVICE)));
    stack.wipe(BenchStack.TOKEN_SERVICE);
    long stopped = stack.find(BenchStack.TOKEN_SERVICE).map(ProcessHandle::pid).orElse(-1L);
    CompletableFuture<Void> up =
        CompletableFuture.runAsync(() -> {
          try {
            stack.upAgain();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          }
        });
    ProcessHandle process = awaitOther(stack, stopped, up);
    Instant start = process.info().startInstant().orElseGet(Instant::now);
    Window window = new Window(measured(stack));
    double ready = 0;
    List<String> sample = devices.sampleOfUsers();
    while (ready == 0 || !isComplete(operator, sample)) {
      if (ready == 0 && operator.isReady()) {
        ready = secondsSince(start);
      }
      requireRunning(up);
      terminal.progress("  restoring: %.0f s".formatted(secondsSince(start)));
      Thread.sleep(BETWEEN_LOOKS);
    }
    double restored = secondsSince(start);
    window.end();
    up.join();
    terminal.line("%s restored after %.1f s".formatted(terminal.good("✓"), restored));
    return new Restore(ready, restored, changelogs, window.costs(devices.number()));
  }

  private ProcessHandle awaitOther(BenchStack stack, long pid, CompletableFuture<Void> up)
      throws InterruptedException {
    while (true) {
      @Nullable ProcessHandle found = stack.find(BenchStack.TOKEN_SERVICE).orElse(null);
      if (found != null && found.pid() != pid) {
        return found;
      }
      requireRunning(up);
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** Fails as the start did. */
  private static void requireRunning(CompletableFuture<Void> up) {
    if (up.isCompletedExceptionally()) {
      up.join();
    }
  }

  private static boolean isComplete(TokenServiceClient operator, List<String> sample)
      throws InterruptedException {
    if (!operator.isStreamRunning()) {
      return false;
    }
    for (String user : sample) {
      if (operator.devicesOf(user) != ImportedDevices.PER_USER) {
        return false;
      }
    }
    return true;
  }

  /** Lets apps ask, and returns how many devices they have registered. */
  private long ask(Cleanup cleanup, BenchStack stack, Admin admin) throws InterruptedException {
    Child apps =
        cleanup.add(
            Child.start(
                "apps",
                Child.java(
                    AppsMain.class,
                    List.of("-Xmx256m", "-XX:+UseSerialGC"),
                    stack.tokenServiceUrl(),
                    stack.root().toString(),
                    Integer.toString(plan.users()),
                    Integer.toString(devices.number())),
                logs.resolve("apps.log")));
    terminal.progress("  signing %,d access tokens".formatted(plan.users()));
    var _ = apps.await(Report.READY, START_LIMIT);
    Requests highest = ask(stack, admin, apps, RequestKind.REGISTER, null);
    var _ =
        ask(
            stack,
            admin,
            apps,
            RequestKind.REGISTER,
            Math.max(1, (int) (highest.perSecond() * PACED)));
    var _ = ask(stack, admin, apps, RequestKind.REPEAT, null);
    var _ = ask(stack, admin, apps, RequestKind.LIST, null);
    return registered;
  }

  private Requests ask(
      BenchStack stack, Admin admin, Child apps, RequestKind kind, @Nullable Integer offered)
      throws InterruptedException {
    apps.tell(
        new RequestOrder(
            kind,
            offered == null ? 0 : offered,
            plan.warmUp().toMillis(),
            plan.duration().toMillis()));
    Window window;
    try (Progress _ = new Progress(terminal, kind.title(), plan.warmUp().plus(plan.duration()))) {
      var _ = apps.await(Report.BEGIN, plan.warmUp().plus(START_LIMIT));
      Map<String, ProcessHandle> processes = measured(stack);
      processes.put("apps", apps.handle());
      window = new Window(processes);
      var _ = apps.await(Report.END, plan.duration().plus(START_LIMIT));
      window.end();
    }
    long over = System.nanoTime();
    RequestFigures figures =
        JsonMapper.shared()
            .treeToValue(apps.await(Report.RESULT, START_LIMIT), RequestFigures.class);
    OwnershipLag.awaitNone(
        admin,
        PATIENCE,
        lag -> terminal.progress("  the ownership stream is %,d records behind".formatted(lag)));
    double behind = secondsSince(over) - OwnershipLag.lookedLonger().toMillis() / 1e3;
    registered = figures.registered();
    lost += figures.failed();
    Requests measured =
        new Requests(
            kind,
            offered,
            figures.answered() * 1e3 / plan.duration().toMillis(),
            figures.failed(),
            figures.latency(),
            Math.max(0, behind),
            window.costs(figures.answered()),
            window.idle());
    requests.add(measured);
    terminal.line(
        "%s %s: %,.0f/s, p50 %.1f ms, p99 %.1f ms%s"
            .formatted(
                measured.failed() == 0 ? terminal.good("✓") : terminal.bad("✗"),
                kind.title(),
                measured.perSecond(),
                measured.latency().p50(),
                measured.latency().p99(),
                measured.failed() == 0 ? "" : ", %,d failed".formatted(measured.failed())));
    return measured;
  }

  private void add(Transfer transfer) {
    transfers.add(transfer);
    terminal.line(
        "%s %s: %,d devices in %.1f s, %,.0f/s"
            .formatted(
                terminal.good("✓"),
                transfer.what(),
                transfer.devices(),
                transfer.seconds(),
                transfer.perSecond()));
  }

  private static Map<String, ProcessHandle> measured(BenchStack stack) {
    Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    for (String name : List.of(BenchStack.TOKEN_SERVICE, BenchStack.BROKER)) {
      processes.put(
          name,
          stack
              .find(name)
              .orElseThrow(() -> new CommandException(name + " does not run any more.")));
    }
    return processes;
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static double secondsSince(Instant start) {
    return Duration.between(start, Instant.now()).toMillis() / 1e3;
  }
}
