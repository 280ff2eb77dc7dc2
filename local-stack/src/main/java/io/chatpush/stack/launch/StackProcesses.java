package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.fcm.simulator.FcmSimulatorCommand;
import io.chatpush.testing.registry.RegistryCommand;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The five processes of the stack, in the order they are started; they stop in reverse. */
final class StackProcesses {

  static final String BROKER = "broker";
  static final String REGISTRY = "registry";
  static final String SIMULATOR = "fcm-simulator";
  static final String TOKEN_SERVICE = "token-service";
  static final String DISPATCH_SERVICE = "dispatch-service";

  static final List<String> NAMES =
      List.of(BROKER, REGISTRY, SIMULATOR, TOKEN_SERVICE, DISPATCH_SERVICE);

  private static final List<String> SERVICES = List.of(TOKEN_SERVICE, DISPATCH_SERVICE);

  /** Longer than dispatch-service takes to finish the sends in flight. */
  private static final Duration DISPATCH_GRACE = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(30);

  /** C1 alone. The optimizing compiler takes half the CPU of a start. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** Duplicates are found among four million pushes for certain: half of the tags kept. */
  private static final int KEPT_TAGS = 8_000_000;

  private final StackDirectory directory;
  private final Ports ports;
  private final HttpClient http;
  private final Artifacts artifacts = Artifacts.locate();
  private final ServiceSettings settings;
  private final boolean optimized;
  private final @Nullable String trained;

  StackProcesses(StackDirectory directory, Ports ports, HttpClient http) {
    this(directory, ports, http, null);
  }

  /**
   * @param trained the service that makes its AOT cache when it ends, if any does
   */
  StackProcesses(StackDirectory directory, Ports ports, HttpClient http, @Nullable String trained) {
    this.optimized = new RunRecords(directory.run()).isOptimized();
    this.trained = trained;
    this.directory = directory;
    this.ports = ports;
    this.http = http;
    this.settings = new ServiceSettings(directory, ports);
  }

  /** Fails when one of these names is none of a service. */
  static void requireServices(Collection<String> names) {
    for (String name : names) {
      if (!SERVICES.contains(name)) {
        throw new CommandException(
            name + " cannot be left out, only " + String.join(" and ", SERVICES) + " can.");
      }
    }
  }

  /** Fails when this is the name of no service. */
  static void requireService(String name) {
    if (!SERVICES.contains(name)) {
      throw new CommandException(
          name + " is no service: " + String.join(" and ", SERVICES) + " are.");
    }
  }

  /** All services but one. */
  static Set<String> servicesBut(String name) {
    return SERVICES.stream()
        .filter(service -> !service.equals(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a process is one of chatpush's own, which need all the others. */
  static boolean isService(StackProcess process) {
    return SERVICES.contains(process.name());
  }

  /** How long a process may take to stop before it is killed. */
  static Duration grace(String name) {
    return name.equals(DISPATCH_SERVICE) ? DISPATCH_GRACE : GRACE;
  }

  /** What everything else needs, then what needs it. */
  List<StackProcess> all() {
    return List.of(broker(), registry(), simulator(), tokenService(), dispatchService());
  }

  /** Writes them anew, for both, whoever starts them. */
  void writeServiceSettings() {
    try {
      settings.write();
    } catch (IOException e) {
      throw new CommandException("Cannot write settings: " + e.getMessage(), e);
    }
  }

  /**
   * Fails when something to run was not built, before anything is started.
   *
   * @param without services that are not started
   */
  void requireBuilt(Set<String> without) {
    SERVICES.stream().filter(service -> !without.contains(service)).forEach(artifacts::service);
    RegistryCommand.locate(artifacts.registry());
  }

  private StackProcess broker() {
    return new StackProcess(
        BROKER,
        Map.of("--kafka-port", ports.kafka()),
        () -> java(ownClasses(BROKER, "-Xmx1g", BrokerMain.class, brokerArguments())),
        Readiness.listens(List.of(ports.kafka()))
            .and(new CoordinatorReadiness(() -> KafkaLogins.of(directory, ports).administrator())),
        directory.log(BROKER));
  }

  private List<String> brokerArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--kafka-directory=" + directory.kafka());
    arguments.add("--kafka-port=" + ports.kafka());
    KafkaLogins.passwords(directory).ifPresent(file -> arguments.add("--logins=" + file));
    return arguments;
  }

  private StackProcess simulator() {
    return new StackProcess(
        SIMULATOR,
        Map.of(
            "--simulator-port", ports.simulator(), "--simulator-http-port", ports.simulatorHttp()),
        () ->
            java(
                ownClasses(
                    SIMULATOR,
                    "-Xmx1g",
                    FcmSimulatorCommand.class,
                    List.of(
                        "--directory=" + directory.simulator(),
                        "--http-port=" + ports.simulatorHttp(),
                        "--https-port=" + ports.simulator(),
                        "--latency=50ms..150ms",
                        "--keep-pushes=20000",
                        "--keep-pushes-per-address=1000",
                        "--keep-addresses=200000",
                        "--keep-tags=" + KEPT_TAGS,
                        "--write-certificate=" + directory.simulatorCertificate(),
                        "--write-service-account="
                            + LocalApp.PROJECT
                            + "="
                            + directory.serviceAccount()))),
        Readiness.listens(List.of(ports.simulator(), ports.simulatorHttp()))
            .and(
                Readiness.written(
                    List.of(directory.simulatorCertificate(), directory.serviceAccount()))),
        directory.log(SIMULATOR));
  }

  /** A main class on the class path of this process, with a class archive of its own. */
  private List<String> ownClasses(String name, String heap, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (!optimized) {
      command.add(QUICK_START);
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            heap,
            "-XX:+UseG1GC",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + artifacts.classArchive(name),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-Dlogback.configurationFile=io/chatpush/stack/logback-process.xml",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    return command;
  }

  private StackProcess registry() {
    return new StackProcess(
        REGISTRY,
        Map.of("--registry-port", ports.registry()),
        () ->
            RegistryCommand.locate(artifacts.registry())
                .process(directory.registry(), ports.registry()),
        Readiness.answers(http, RegistryCommand.url(ports.registry()) + "/subjects"),
        directory.log(REGISTRY));
  }

  private StackProcess tokenService() {
    return new StackProcess(
        TOKEN_SERVICE,
        Map.of("--token-port", ports.tokenService()),
        () -> service(TOKEN_SERVICE),
        Readiness.service(http, ports.tokenService()),
        directory.log(TOKEN_SERVICE));
  }

  private StackProcess dispatchService() {
    return new StackProcess(
        DISPATCH_SERVICE,
        Map.of("--dispatch-port", ports.dispatchService()),
        () -> service(DISPATCH_SERVICE),
        Readiness.service(http, ports.dispatchService()),
        directory.log(DISPATCH_SERVICE));
  }

  private ProcessBuilder service(String name) {
    List<String> arguments = new ArrayList<>();
    arguments.add("@" + artifacts.javaOptions(name));
    if (name.equals(trained)) {
      arguments.add("-XX:AOTCacheOutput=" + artifacts.newServiceCache(name));
      arguments.add("-Xlog:aot*=error");
    } else {
      if (!optimized) {
        arguments.add(QUICK_START);
      }
      artifacts.serviceCache(name).ifPresent(cache -> arguments.add("-XX:AOTCache=" + cache));
    }
    arguments.add("-jar");
    arguments.add(artifacts.service(name).toString());
    arguments.add("--spring.config.additional-location=file:" + directory.settings(name));
    return java(arguments);
  }

  private ProcessBuilder java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(new File(directory.root().toString()));
    // By default glibc keeps eight heaps for each core, and native libraries leave holes in all.
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    return builder;
  }
}
