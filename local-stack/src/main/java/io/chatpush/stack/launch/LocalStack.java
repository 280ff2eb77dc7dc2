package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.access.Role;
import io.chatpush.schemas.provisioning.ProvisioningRefusedException;
import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.provisioning.TopicSize;
import io.chatpush.schemas.serde.ContractViolationException;
import io.chatpush.schemas.serde.RegistryUnavailableException;
import io.chatpush.schemas.serde.SchemaRegistryClient;
import io.chatpush.testing.registry.RegistryCommand;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The stack of one directory. It looks at what runs rather than at who started it: a process whose
 * launcher was killed is found again, used and stopped like any other.
 */
public final class LocalStack {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** To write an AOT cache takes five seconds of a machine that does nothing else. */
  private static final Duration TRAINING_GRACE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(100);

  /** Enough for the parallelism of a laptop; a large deployment has 256. */
  private static final int PARTITIONS = 8;

  private final StackDirectory directory;
  private final Terminal terminal;
  private final Clock clock;
  private final @Nullable String trained;
  private final RunRecords records;
  private final ProcessControl control;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  public LocalStack(StackDirectory directory, Terminal terminal, Clock clock) {
    this(directory, terminal, clock, null);
  }

  private LocalStack(
      StackDirectory directory, Terminal terminal, Clock clock, @Nullable String trained) {
    this.trained = trained;
    this.directory = directory.create();
    this.terminal = terminal;
    this.clock = clock;
    this.records = new RunRecords(directory.run());
    this.control = new ProcessControl(records, terminal);
    LauncherLog.writeTo(directory.log("launcher"));
  }

  /** A stack in which a service makes its AOT cache when it ends. */
  static LocalStack training(
      String service, StackDirectory directory, Terminal terminal, Clock clock) {
    return new LocalStack(directory, terminal, clock, service);
  }

  /** Where the parts listen, if the stack was ever started. */
  public Optional<Ports> ports() {
    return records.ports();
  }

  /** Whether any process runs. */
  public boolean isAnyRunning() {
    return StackProcesses.NAMES.stream().anyMatch(control::isRunning);
  }

  /**
   * Starts what does not run, and returns when everything is ready. When something fails, or the
   * launcher is told to stop meanwhile, what this call has started is stopped again.
   *
   * @param wanted where the parts are to listen
   * @param shape of a stack of which nothing runs yet. One that runs keeps its own
   * @return whether anything had to be started
   * @throws CommandException when the stack cannot be completed, and when it runs without what the
   *     shape asks for
   */
  public boolean up(Ports wanted, StackShape shape) throws InterruptedException {
    return up(wanted, Set.of(), shape);
  }

  /**
   * {@link #up(Ports, StackShape)} but for some services, which somebody runs elsewhere with the
   * settings in {@link StackDirectory#config()}.
   *
   * @throws CommandException also when what is left out is no service
   */
  boolean up(Ports wanted, Set<String> without, StackShape shape) throws InterruptedException {
    StackProcesses.requireServices(without);
    try (RunRecords.Lock _ = records.lock()) {
      if (!isAnyRunning()) {
        KafkaLogins.use(directory, shape.leastRights());
        records.putOptimized(shape.optimized());
      } else if (shape.leastRights() && !KafkaLogins.areUsed(directory)) {
        throw runsAlready("without logins");
      } else if (shape.optimized() && !records.isOptimized()) {
        throw runsAlready("without optimizing");
      }
      return upLocked(wanted, without);
    }
  }

  private CommandException runsAlready(String how) {
    return new CommandException(
        "The stack in "
            + directory.root()
            + " already runs "
            + how
            + ": run ./chatpush down first.");
  }

  /** Stops these processes and starts them again, with whatever else is missing. */
  void restart(Collection<String> names, Ports ports) throws InterruptedException {
    try (RunRecords.Lock _ = records.lock()) {
      for (String name : StackProcesses.NAMES.reversed()) {
        if (names.contains(name)) {
          control.stop(name, StackProcesses.grace(name));
        }
      }
      upLocked(ports, Set.of());
    }
  }

  /**
   * Stops everything that runs, those first that need the others. Says what it does.
   *
   * @return whether anything ran
   */
  public boolean down() throws InterruptedException {
    try (RunRecords.Lock _ = records.lock()) {
      boolean any = false;
      for (String name : StackProcesses.NAMES.reversed()) {
        any |=
            control.stop(name, name.equals(trained) ? TRAINING_GRACE : StackProcesses.grace(name));
      }
      return any;
    }
  }

  /** Reports every process that ends by itself, until the thread is interrupted. */
  void reportEnds() throws InterruptedException {
    Set<String> dead = new HashSet<>();
    while (true) {
      for (String name : StackProcesses.NAMES) {
        if (!(control.state(name) instanceof ProcessState.Dead(long pid))) {
          dead.remove(name);
        } else if (dead.add(name)) {
          terminal.line(
              terminal.bad("✗")
                  + " "
                  + name
                  + " (pid "
                  + pid
                  + ") has ended; ./chatpush up starts it again");
        }
      }
      // By time, because ./chatpush up in another terminal may replace any of the processes.
      Thread.sleep(POLL);
    }
  }

  /** How every process stands, in the order they are started. */
  List<ProcessStatus> status(Ports ports) throws InterruptedException {
    List<ProcessStatus> result = new ArrayList<>();
    for (StackProcess process : new StackProcesses(directory, ports, http).all()) {
      ProcessState state = control.state(process.name());
      boolean ready =
          state instanceof ProcessState.Running
              && process.readiness().ask() instanceof Readiness.Answer.Ready;
      result.add(new ProcessStatus(process, state, ready));
    }
    return result;
  }

  private boolean upLocked(Ports wanted, Set<String> without) throws InterruptedException {
    Ports current = records.ports().orElse(wanted);
    if (isAnyRunning() && !current.equals(wanted)) {
      throw new CommandException(
          "The stack in "
              + directory.root()
              + " already runs on other ports: use it as it is, or run ./chatpush down first.");
    }
    records.put(wanted);
    StackKeys.signer(directory, clock);
    StackProcesses stack = new StackProcesses(directory, wanted, http, trained);
    stack.requireBuilt(without);
    stack.writeServiceSettings();
    List<StackProcess> processes =
        stack.all().stream().filter(process -> !without.contains(process.name())).toList();
    List<StackProcess> missing =
        processes.stream().filter(process -> !control.isRunning(process.name())).toList();
    missing.forEach(process -> PortCheck.requireFree(process.name(), process.ports()));
    start(processes, missing, wanted);
    return !missing.isEmpty();
  }

  private void start(List<StackProcess> processes, List<StackProcess> missing, Ports ports)
      throws InterruptedException {
    Started started = new Started(control);
    CountDownLatch told = new CountDownLatch(1);
    Thread undo =
        new Thread(
            () -> {
              told.countDown();
              stopAgain(started.processes());
            },
            "stop-what-was-started");
    Runtime.getRuntime().addShutdownHook(undo);
    try {
      List<StackProcess> services = processes.stream().filter(StackProcesses::isService).toList();
      List<StackProcess> foundation =
          processes.stream().filter(process -> !services.contains(process)).toList();
      foundation.stream().filter(missing::contains).forEach(started::start);
      awaitReady(foundation, started, told);
      provision(ports);
      services.stream().filter(missing::contains).forEach(started::start);
      awaitReady(services, started, told);
    } catch (InterruptedException | RuntimeException e) {
      if (told.getCount() == 0) {
        new CountDownLatch(1).await(); // the failure is our own stopping: leave it to the hook
      }
      stopAgain(started.processes());
      throw e;
    } finally {
      removeHook(undo);
    }
  }

  private void awaitReady(List<StackProcess> processes, Started started, CountDownLatch told)
      throws InterruptedException {
    long begin = System.nanoTime();
    List<StackProcess> waiting = new ArrayList<>(processes);
    while (true) {
      Map<StackProcess, String> reasons = new LinkedHashMap<>();
      for (StackProcess process : List.copyOf(waiting)) {
        if (!control.isRunning(process.name())) {
          // A process that was just killed may still have counted as running.
          started.startOnce(process);
        }
        switch (process.readiness().ask()) {
          case Readiness.Answer.Ready() -> {
            waiting.remove(process);
            terminal.line(
                terminal.good("✓")
                    + " "
                    + process.name()
                    + terminal.dim(" after " + ProcessControl.secondsSince(begin)));
          }
          case Readiness.Answer.NotReady(String reason) -> reasons.put(process, reason);
        }
      }
      if (waiting.isEmpty()) {
        return;
      }
      StackProcess first = waiting.getFirst();
      if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
        throw new CommandException(
            first.name()
                + " is not ready after "
                + START_LIMIT.toSeconds()
                + " s: "
                + reasons.get(first)
                + ". "
                + started.logOf(first));
      }
      terminal.progress(
          "  waiting "
              + ProcessControl.secondsSince(begin)
              + " for "
              + reasons.entrySet().stream()
                  .map(each -> each.getKey().name() + " (" + each.getValue() + ")")
                  .collect(Collectors.joining(", ")));
      if (told.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException();
      }
    }
  }

  private void provision(Ports ports) throws InterruptedException {
    KafkaLogins logins = KafkaLogins.of(directory, ports);
    try (Admin admin = Admin.create(logins.administrator())) {
      logins.grant(admin);
    }
    try (Admin admin = Admin.create(logins.of(Role.PROVISIONING));
        SchemaRegistryClient registry =
            SchemaRegistryClient.of(
                Map.of("schema.registry.url", RegistryCommand.url(ports.registry())))) {
      List<String> created =
          TopicProvisioning.createMissing(admin, TopicSize.ofOneBroker(PARTITIONS)).created();
      registry.registerContract();
      terminal.line(
          terminal.good("✓")
              + " "
              + (created.isEmpty() ? "topics are there" : created.size() + " topics created")
              + ", schemas registered");
    } catch (ContractViolationException | RegistryUnavailableException e) {
      throw new CommandException("The schemas cannot be registered: " + e.getMessage(), e);
    } catch (ProvisioningRefusedException e) {
      throw new CommandException("The topics cannot be used: " + e.getMessage(), e);
    }
  }

  private void stopAgain(List<StackProcess> started) {
    try {
      for (StackProcess process : started.reversed()) {
        control.stop(process.name(), StackProcesses.grace(process.name()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Shutting down: the hook is running.
    }
  }
}
