package io.chatpush.stack.launch;

import io.chatpush.stack.broker.BrokerMain;
import io.chatpush.stack.registry.RegistryCommand;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The four processes of the stack, in the order they are started; they stop in reverse. */
final class StackProcesses {

  static final String BROKER = "broker";
  static final String REGISTRY = "registry";
  static final String TOKEN_SERVICE = "token-service";
  static final String DISPATCH_SERVICE = "dispatch-service";

  static final List<String> NAMES = List.of(BROKER, REGISTRY, TOKEN_SERVICE, DISPATCH_SERVICE);

  private static final List<String> SERVICES = List.of(TOKEN_SERVICE, DISPATCH_SERVICE);

  /** Longer than dispatch-service takes to finish the sends in flight. */
  private static final Duration DISPATCH_GRACE = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final StackDirectory directory;
  private final Ports ports;
  private final HttpClient http;
  private final Artifacts artifacts = Artifacts.locate();
  private final ServiceSettings settings;

  StackProcesses(StackDirectory directory, Ports ports, HttpClient http) {
    this.directory = directory;
    this.ports = ports;
    this.http = http;
    this.settings = new ServiceSettings(directory, ports);
  }

  /** Fails when one of these names is none of a service. */
  static void requireServices(Collection<String> names) {
    for (String name : names) {
      if (!SERVICES.contains(name)) {
        throw new StackException(
            name + " cannot be left out, only " + String.join(" and ", SERVICES) + " can.");
      }
    }
  }

  /** How long a process may take to stop before it is killed. */
  static Duration grace(String name) {
    return name.equals(DISPATCH_SERVICE) ? DISPATCH_GRACE : GRACE;
  }

  /** What everything else needs, then what needs it. */
  List<StackProcess> all() {
    return List.of(broker(), registry(), tokenService(), dispatchService());
  }

  /** Writes them anew, for both, whoever starts them. */
  void writeServiceSettings() {
    try {
      settings.write();
    } catch (IOException e) {
      throw new StackException("Cannot write settings: " + e.getMessage(), e);
    }
  }

  /** Fails when something to run was not built, before anything is started. */
  void requireBuilt() {
    artifacts.service(TOKEN_SERVICE);
    artifacts.service(DISPATCH_SERVICE);
    RegistryCommand.locate();
  }

  private StackProcess broker() {
    return new StackProcess(
        BROKER,
        Map.of(
            "--kafka-port",
            ports.kafka(),
            "--simulator-port",
            ports.simulator(),
            "--simulator-http-port",
            ports.simulatorHttp()),
        () ->
            java(
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx1g",
                    "-XX:+UseG1GC",
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + artifacts.classArchive(BROKER),
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-Dlogback.configurationFile=io/chatpush/stack/logback-broker.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerMain.class.getName(),
                    "--kafka-directory=" + directory.kafka(),
                    "--kafka-port=" + ports.kafka(),
                    "--simulator-directory=" + directory.simulator(),
                    "--simulator-http-port=" + ports.simulatorHttp(),
                    "--simulator-port=" + ports.simulator(),
                    "--project=" + LocalApp.PROJECT,
                    "--certificate=" + directory.simulatorCertificate(),
                    "--service-account=" + directory.serviceAccount())),
        Readiness.listens(List.of(ports.kafka(), ports.simulator(), ports.simulatorHttp()))
            .and(new CoordinatorReadiness("127.0.0.1:" + ports.kafka())),
        directory.log(BROKER));
  }

  private StackProcess registry() {
    return new StackProcess(
        REGISTRY,
        Map.of("--registry-port", ports.registry()),
        () -> RegistryCommand.locate().process(directory.registry(), ports.registry()),
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
    return java(
        List.of(
            "@" + artifacts.javaOptions(name),
            "-jar",
            artifacts.service(name).toString(),
            "--spring.config.additional-location=file:" + directory.settings(name)));
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
