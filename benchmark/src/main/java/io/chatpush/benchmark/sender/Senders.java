package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.process.Child;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.process.Window;
import io.chatpush.benchmark.report.ClientRun;
import io.chatpush.benchmark.report.Measurement;
import io.chatpush.benchmark.report.Subject;
import io.chatpush.benchmark.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Measures programs that only send, each as fast as it can. */
public final class Senders {

  /** The topic that {@link #listener} reads. */
  public static final String LISTENER_TOPIC = FirebaseListener.TOPIC;

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** The class path has dispatch-service's settings, which are not for these programs. */
  private static final List<String> JVM =
      List.of(
          "-Xmx512m",
          "-XX:+UseG1GC",
          "-Dspring.config.name=none",
          "-Dlogging.config=classpath:io/chatpush/benchmark/logback-child.xml");

  /** After which a connection gets its GOAWAY, where clients are to meet them. */
  private static final Duration CONNECTION_AGE = Duration.ofSeconds(1);

  /** What came of one process; {@code connections} were open at the end of its window. */
  private record Run(Measurement measurement, SenderFigures figures, long connections) {}

  private final Simulator simulator;
  private final Path directory;
  private final Path log;
  private final Duration warmUp;
  private final Duration duration;

  /**
   * Prepares them.
   *
   * @param directory for what programs need on disk
   */
  public Senders(
      Simulator simulator, Path directory, Path log, Duration warmUp, Duration duration) {
    this.simulator = simulator;
    this.directory = directory;
    this.log = log;
    this.warmUp = warmUp;
    this.duration = duration;
  }

  /** dispatch-service's gateway to FCM, on {@code inFlight / 100} connections. */
  public Measurement gateway(Duration answerTime, int inFlight) throws InterruptedException {
    return java(Subject.GATEWAY, ChatpushAlone.class, answerTime, inFlight);
  }

  /** firebase-admin's {@code sendAsync}, from which more in flight gets no more out. */
  public Measurement async(Duration answerTime, int inFlight) throws InterruptedException {
    return java(Subject.ASYNC, FirebaseAsync.class, answerTime, inFlight);
  }

  /** The tutorial's listener, in a stack whose topic {@link #LISTENER_TOPIC} holds enough. */
  public Measurement listener(Duration answerTime, String bootstrapServers, String registryUrl)
      throws InterruptedException {
    return java(
        Subject.LISTENER, FirebaseListener.class, answerTime, 1, bootstrapServers, registryUrl);
  }

  /** firebase-admin for Node.js, which must be {@link NodeSdk#install installed}. */
  public Measurement node(NodeSdk sdk, Duration answerTime, int inFlight)
      throws InterruptedException {
    return measure(
            Subject.NODE,
            inFlight / 500 + " calls of 500 at once",
            answerTime,
            sdk.program(options(inFlight), directory.resolve("node-options.json")))
        .measurement;
  }

  /**
   * An HTTP/2 client with all that the simulator sees of it, on connections that get a GOAWAY each
   * second or on lasting ones.
   *
   * @param client GATEWAY, ARMERIA or JETTY
   */
  public ClientRun client(Subject client, Duration answerTime, int inFlight, boolean goAways)
      throws InterruptedException {
    simulator.forgetPushes();
    JsonNode before = simulator.stats().path("connections");
    if (goAways) {
      simulator.goAwayAfter(CONNECTION_AGE);
    }
    try {
      Run run =
          client == Subject.GATEWAY
              ? run(client, ChatpushAlone.class, answerTime, inFlight)
              : run(client, Http2SenderMain.class, answerTime, inFlight, client.name());
      Account account = Objects.requireNonNull(run.figures.account());
      JsonNode after = simulator.stats();
      JsonNode connections = after.path("connections");
      return new ClientRun(
          run.measurement,
          (double) account.allocated() / run.figures.accepted(),
          goAways,
          account.fates(),
          new ClientRun.Seen(
              after.path("received").asLong(),
              after.path("duplicates").asLong(),
              run.connections,
              connections.path("goaways").asLong() - before.path("goaways").asLong(),
              connections.path("refused_streams").asLong()
                  - before.path("refused_streams").asLong()));
    } finally {
      simulator.keepConnections();
    }
  }

  private Measurement java(
      Subject subject, Class<?> main, Duration answerTime, int inFlight, String... more)
      throws InterruptedException {
    return run(subject, main, answerTime, inFlight, more).measurement;
  }

  private Run run(Subject subject, Class<?> main, Duration answerTime, int inFlight, String... more)
      throws InterruptedException {
    String[] arguments = new String[more.length + 1];
    arguments[0] = JsonMapper.shared().writeValueAsString(options(inFlight));
    System.arraycopy(more, 0, arguments, 1, more.length);
    return measure(
        subject,
        inFlight == 1 ? "as in tutorials" : "%,d in flight".formatted(inFlight),
        answerTime,
        Child.java(main, JVM, arguments));
  }

  private SenderOptions options(int inFlight) {
    return new SenderOptions(
        simulator.port(),
        simulator.certificate().toString(),
        simulator.serviceAccount().toString(),
        Simulator.PROJECT,
        inFlight,
        warmUp.toMillis(),
        duration.toMillis());
  }

  private Run measure(Subject subject, String setting, Duration answerTime, ProcessBuilder program)
      throws InterruptedException {
    simulator.answerAfter(answerTime);
    try (Child child = Child.start(subject.title(), program, log)) {
      var _ = child.await(Report.BEGIN, warmUp.plus(START_LIMIT));
      Map<String, ProcessHandle> processes = new LinkedHashMap<>();
      processes.put("sender", child.handle());
      processes.put("simulator", simulator.process());
      Window window = new Window(processes);
      var _ = child.await(Report.END, duration.plus(START_LIMIT));
      window.end();
      // Without the one that asks.
      long connections = simulator.stats().at("/connections/open").asLong() - 1;
      SenderFigures figures =
          JsonMapper.shared()
              .treeToValue(child.await(Report.RESULT, START_LIMIT), SenderFigures.class);
      return new Run(
          new Measurement(
              subject,
              setting,
              (int) answerTime.toMillis(),
              null,
              figures.accepted() * 1e3 / duration.toMillis(),
              figures.failed(),
              figures.latency(),
              window.costs(figures.accepted()),
              window.idle(),
              duration.toMillis() / 1e3),
          figures,
          connections);
    }
  }
}
