package io.chatpush.system;

import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole chatpush, started with {@code ./chatpush up} on ports of its own and stopped with {@code
 * ./chatpush down}. It begins without data, in {@code target/jvm-N/stack}, which is kept after a
 * failure.
 */
final class RunningStack implements SystemUnderTest, AutoCloseable {

  /** Generous: it took 27 s on two busy cores. */
  private static final Duration START_LIMIT = Duration.ofMinutes(6);

  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

  /** The variable of the group protocol of delivery, {@code classic} or {@code consumer}. */
  static final String GROUP_PROTOCOL = "SPRING_KAFKA_CONSUMER_PROPERTIES_GROUP_PROTOCOL";

  private static final int ATTEMPTS = 3;
  private static final int TAIL_LINES = 40;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final StackDirectory directory;
  private final Thread stopAtExit = new Thread(this::stop, "stop-system-under-test");
  private JsonNode ports = JSON.createObjectNode();

  private RunningStack(StackDirectory directory) {
    this.directory = directory;
  }

  /**
   * Starts one and returns when everything is ready.
   *
   * @throws AssertionError with the ends of the logs when it does not come up
   */
  static RunningStack start() throws IOException, InterruptedException {
    return start("stack");
  }

  /**
   * As {@link #start()}, beside other stacks.
   *
   * @param name of its directory
   * @param arguments of {@code ./chatpush up}
   */
  static RunningStack start(String name, String... arguments)
      throws IOException, InterruptedException {
    Path root = Project.target(name);
    Utils.delete(root.toFile());
    RunningStack stack = new RunningStack(new StackDirectory(root));
    Runtime.getRuntime().addShutdownHook(stack.stopAtExit);
    for (int attempt = 1; ; attempt++) {
      Program.Ended up = stack.chatpush("up", withBase(arguments)).await(START_LIMIT);
      if (up.status() == 0) {
        stack.ports = JSON.readTree(Files.readString(stack.directory.run().resolve("ports.json")));
        return stack;
      }
      // Another run may have taken a port since we looked.
      if (attempt == ATTEMPTS || !up.errors().contains("is taken by another program")) {
        throw new AssertionError(up + "\n" + stack.logTails());
      }
    }
  }

  private static String[] withBase(String... arguments) {
    Stream<String> base = Stream.of("--port-base", Integer.toString(Ports.free().tokenService()));
    // Under a load that lasts, what production runs is tested.
    Stream<String> compiler = Endurance.ON ? Stream.of("--optimize") : Stream.empty();
    return Stream.of(base, compiler, Stream.of(arguments))
        .flatMap(Function.identity())
        .toArray(String[]::new);
  }

  @Override
  public StackDirectory directory() {
    return directory;
  }

  @Override
  public String kafka() {
    return "127.0.0.1:" + port("kafka");
  }

  /** How clients log in to the broker, where it asks for that. */
  KafkaLogins logins() {
    return KafkaLogins.of(directory, kafka());
  }

  @Override
  public Map<String, Object> administrator() {
    return logins().administrator();
  }

  @Override
  public Map<String, Object> chatSystem() {
    return logins().chatSystem();
  }

  @Override
  public String registryUrl() {
    return "http://127.0.0.1:" + port("registry") + "/apis/ccompat/v7";
  }

  @Override
  public String tokenServiceUrl() {
    return "http://127.0.0.1:" + port("tokenService");
  }

  String dispatchServiceUrl() {
    return "http://127.0.0.1:" + port("dispatchService");
  }

  @Override
  public String simulatorUrl() {
    return "http://127.0.0.1:" + port("simulatorHttp");
  }

  /** Where the simulator is FCM, with TLS. */
  int simulatorTlsPort() {
    return port("simulator");
  }

  /**
   * Begins {@code ./chatpush command arguments…} on this stack; the command may be several words.
   */
  Program chatpush(String command, String... arguments) {
    return chatpush(Map.of(), command, arguments);
  }

  /**
   * Starts dispatch-service again and returns when it is ready.
   *
   * @param settings as environment variables, which go before those of the stack
   */
  void restartDispatchService(Map<String, String> settings) throws InterruptedException {
    restart("dispatch-service", settings);
  }

  /**
   * Starts token-service again and returns when it is ready.
   *
   * @param settings as environment variables, which go before those of the stack
   */
  void restartTokenService(Map<String, String> settings) throws InterruptedException {
    restart("token-service", settings);
  }

  private void restart(String process, Map<String, String> settings) throws InterruptedException {
    try (Program restart = chatpush(settings, "restart", process)) {
      var _ = restart.await(START_LIMIT).requireSuccess();
    }
    requireThatItKnows(settings, process);
  }

  /** A setting that was renamed would leave a test with the default, and nobody would notice. */
  private void requireThatItKnows(Map<String, String> settings, String process) {
    try {
      String log = Files.readString(directory.log(process), StandardCharsets.ISO_8859_1);
      for (String name : settings.keySet()) {
        if (log.contains("The environment variable " + name + " is no setting of this service")) {
          throw new AssertionError(process + " has no setting " + name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The figure of a meter of dispatch-service, over all its tags. */
  double dispatchMeter(String name) {
    return meter(dispatchServiceUrl(), name, "");
  }

  /** The figure of a meter of token-service, over the samples with that tag. */
  double tokenServiceMeter(String name, String tag) {
    return meter(tokenServiceUrl(), name, tag);
  }

  private static double meter(String service, String name, String tag) {
    double[] samples =
        Http.get(service + "/actuator/prometheus")
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> line.contains(tag))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .toArray();
    if (samples.length == 0) {
      throw new AssertionError("the service at " + service + " exports no " + name);
    }
    return DoubleStream.of(samples).sum();
  }

  private Program chatpush(Map<String, String> environment, String command, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Project.file("chatpush").toString());
    line.addAll(List.of(command.split(" ")));
    line.add("--directory=" + directory.root());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    // Maven has built everything, and is in the midst of it.
    builder.environment().put("CHATPUSH_NO_BUILD", "1");
    String protocol = System.getProperty("chatpush.test.group-protocol", "");
    if (!protocol.isEmpty()) {
      builder.environment().put(GROUP_PROTOCOL, protocol);
    }
    builder.environment().putAll(environment);
    return Program.start("./chatpush " + command, builder, "");
  }

  /** The running process of that name, by the pid that it noted itself. */
  ProcessHandle process(String name) throws IOException {
    String pid = Files.readString(directory.run().resolve(name + ".pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new AssertionError(name + " does not run\n" + logTails()));
  }

  /** The last lines of every log, for failure messages. */
  String logTails() {
    StringBuilder tails = new StringBuilder();
    try {
      for (Path log : logs()) {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        tails.append("--- ").append(log).append('\n');
        lines.stream()
            .skip(Math.max(0, lines.size() - TAIL_LINES))
            .forEach(line -> tails.append(line).append('\n'));
      }
    } catch (IOException e) {
      tails.append("(no logs: ").append(e).append(')');
    }
    return tails.toString();
  }

  /** Every log file of the stack. */
  List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(directory.logs())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stop();
  }

  private void stop() {
    try {
      chatpush("down").await(STOP_LIMIT).requireSuccess();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int port(String name) {
    return ports.path(name).asInt();
  }
}
