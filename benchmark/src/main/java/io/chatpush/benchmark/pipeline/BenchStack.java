package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.simulator.Simulator;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.Launcher;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackDirectory;
import io.chatpush.testing.registry.RegistryCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A local stack without anything in it, started as anybody would start it; only FCM is the
 * benchmark's own simulator, where pushes are sent.
 */
public final class BenchStack implements AutoCloseable {

  public static final String BROKER = "broker";
  public static final String TOKEN_SERVICE = "token-service";

  /** The name, among the settings of a scenario, of the quota of the app's Firebase project. */
  public static final String QUOTA = "quota-per-minute";

  /** What FCM grants every project. */
  private static final String FCM_QUOTA = "600000";

  private static final String DISPATCH_SERVICE = "dispatch-service";
  private static final List<String> PROCESSES =
      List.of(DISPATCH_SERVICE, BROKER, "registry", TOKEN_SERVICE);

  private final StackDirectory directory;
  private final @Nullable Simulator simulator;
  private final Terminal terminal;
  private final Ports ports;
  private Map<String, String> settings = Map.of();
  private volatile @Nullable Process launcher;

  private BenchStack(
      StackDirectory directory, @Nullable Simulator simulator, Terminal terminal, Ports ports) {
    this.directory = directory;
    this.simulator = simulator;
    this.terminal = terminal;
    this.ports = ports;
  }

  /** Prepares an empty one in a directory, whose content is deleted; nothing is started. */
  public static BenchStack in(Path root, Simulator simulator, Terminal terminal) {
    return empty(root, simulator, terminal);
  }

  /** The same where no push is sent: with the simulator that every local stack has. */
  public static BenchStack withoutPushes(Path root, Terminal terminal) {
    return empty(root, null, terminal);
  }

  private static BenchStack empty(Path root, @Nullable Simulator simulator, Terminal terminal) {
    delete(root);
    return new BenchStack(new StackDirectory(root), simulator, terminal, Ports.free());
  }

  /**
   * Starts it, and returns when everything is ready.
   *
   * @param serviceSettings of the services, beside the stack's own
   */
  public void up(Map<String, String> serviceSettings) throws InterruptedException {
    settings = serviceSettings;
    upAgain();
  }

  /** Starts what was stopped, with the settings it had, and returns when everything is ready. */
  public void upAgain() throws InterruptedException {
    chatpush("up", "--optimize", "--port-base", Integer.toString(ports.tokenService()));
  }

  /** Stops a process as an operator would, and returns when it is gone. */
  public void stop(String process) {
    ProcessHandle running = process(process);
    running.destroy();
    var _ = running.onExit().join();
  }

  /** Deletes the state that a process can rebuild; it must not run. */
  public void wipe(String process) {
    delete(state(process));
  }

  /** Where a process keeps state that it can rebuild. */
  public Path state(String process) {
    return directory.state(process);
  }

  /** Where everything of it is. */
  public Path root() {
    return directory.root();
  }

  public String tokenServiceUrl() {
    return "http://127.0.0.1:" + ports.tokenService();
  }

  /** Starts dispatch-service anew if it is to have other settings. */
  public void require(Map<String, String> dispatchSettings) throws InterruptedException {
    if (!settings.equals(dispatchSettings)) {
      settings = dispatchSettings;
      chatpush("restart", DISPATCH_SERVICE);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + ports.kafka();
  }

  public String registryUrl() {
    return RegistryCommand.url(ports.registry());
  }

  /** What runs, by name, dispatch-service first. */
  public Map<String, ProcessHandle> processes() {
    Map<String, ProcessHandle> result = new LinkedHashMap<>();
    for (String name : PROCESSES) {
      find(name).ifPresent(process -> result.put(name, process));
    }
    return result;
  }

  /** A process that runs. */
  public ProcessHandle process(String name) {
    return find(name).orElseThrow(() -> new CommandException(name + " does not run."));
  }

  /** A process, if it runs. */
  public Optional<ProcessHandle> find(String name) {
    Path file = directory.run().resolve(name + ".pid");
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new CommandException("Cannot read " + file + ".", e);
    }
  }

  @Override
  public void close() {
    try {
      Process running = launcher;
      if (running != null) {
        running.destroy();
        running.waitFor();
      }
      new LocalStack(directory, terminal, Clock.systemUTC()).down();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void chatpush(String command, String... arguments) throws InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            launcherClassPath(),
            Launcher.class.getName(),
            command,
            "--directory=" + directory.root()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    allSettings().forEach((name, value) -> builder.environment().put(variable(name), value));
    try {
      Process running = builder.start();
      launcher = running;
      int status = running.waitFor();
      if (status != 0) {
        throw new CommandException(
            "./chatpush %s failed; logs are in %s.".formatted(command, directory.logs()));
      }
    } catch (IOException e) {
      throw new CommandException("Cannot run ./chatpush " + command + ".", e);
    }
  }

  private Map<String, String> allSettings() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    if (simulator == null) {
      return all;
    }
    writeApp(simulator, all.remove(QUOTA));
    all.put("chatpush.fcm.endpoint", "https://127.0.0.1:" + simulator.port());
    all.put("spring.ssl.bundle.pem.fcm.truststore.certificate", "file:" + simulator.certificate());
    return all;
  }

  /** In place of the file that the stack would write, whose app is at the stack's own simulator. */
  private void writeApp(Simulator fcm, @Nullable String quota) {
    try (InputStream template = BenchStack.class.getResourceAsStream("app.yaml")) {
      if (template == null) {
        throw new IllegalStateException("the resource app.yaml is missing");
      }
      Files.createDirectories(directory.apps());
      Files.writeString(
          LocalApp.file(directory),
          new String(template.readAllBytes(), StandardCharsets.UTF_8)
              .replace("@project@", Simulator.PROJECT)
              .replace("@credentials@", fcm.serviceAccount().toString())
              .replace("@quota@", quota == null ? FCM_QUOTA : quota));
    } catch (IOException e) {
      throw new CommandException("Cannot write " + LocalApp.file(directory) + ".", e);
    }
  }

  /**
   * The name of a setting as Spring reads it from the environment, which is stronger than the files
   * of settings that the stack writes.
   */
  static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }

  /** The launcher's own jar names what it needs; in an IDE it is directories. */
  private static String launcherClassPath() {
    try {
      Path own =
          Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(own) ? own.toString() : System.getProperty("java.class.path");
    } catch (URISyntaxException e) {
      throw new CommandException("Cannot tell where the launcher's jar is.", e);
    }
  }

  private static void delete(Path root) {
    try {
      Utils.delete(root.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }
}
