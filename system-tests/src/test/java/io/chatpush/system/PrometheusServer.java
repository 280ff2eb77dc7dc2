package io.chatpush.system;

import io.chatpush.testing.ports.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes the stack every two seconds and has loaded the rules. */
final class PrometheusServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /** Longer than a scrape and an evaluation, so that an alert is pending before it fires. */
  private static final Duration PENDING = Duration.ofSeconds(6);

  /** How long a rule must hold before its alert fires. */
  private static final Pattern FOR = Pattern.compile("(?m)^(\\s+for: )\\d+m$");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Program program;
  private final String url;

  private PrometheusServer(Program program, String url) {
    this.program = program;
    this.url = url;
  }

  static boolean isInstalled(String name) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }

  /**
   * Starts one without a past, and returns when it answers. Its alerts fire after {@link #PENDING}
   * instead of the minutes that the rules ask for, except in an endurance run: promtool checks the
   * times of the rules, without waiting for them.
   */
  static PrometheusServer start(RunningStack stack) throws IOException {
    Path directory = Files.createDirectories(Project.target("prometheus"));
    Path data = Files.createTempDirectory(directory, "data-");
    Path rules = data.resolve("rules.yaml");
    String asDeployed = Files.readString(Watching.RULES);
    Files.writeString(
        rules,
        Endurance.ON
            ? asDeployed
            : FOR.matcher(asDeployed).replaceAll("$1" + PENDING.toSeconds() + "s"));
    Path config =
        Files.writeString(
            data.resolve("prometheus.yaml"),
            """
            global:
              scrape_interval: 2s
              evaluation_interval: 2s
            rule_files: ["%s"]
            scrape_configs:
            %s%s\
            """
                .formatted(
                    rules,
                    job("chatpush-token-service", stack.tokenServiceUrl()),
                    job("chatpush-dispatch-service", stack.dispatchServiceUrl())));
    String address = "127.0.0.1:" + FreePorts.any();
    PrometheusServer server =
        new PrometheusServer(
            Program.start(
                "prometheus",
                new ProcessBuilder(
                    "prometheus",
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + data,
                    "--web.listen-address=" + address,
                    "--log.level=warn"),
                ""),
            "http://" + address);
    try {
      Awaitility.await("Prometheus answers")
          .atMost(START_LIMIT)
          .ignoreExceptions()
          .until(() -> !Http.get(server.url + "/-/ready").isEmpty());
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static String job(String name, String url) {
    return """
      - job_name: %s
        metrics_path: /actuator/prometheus
        static_configs:
          - targets: ["%s"]
    """
        .formatted(name, URI.create(url).getAuthority());
  }

  /**
   * What a query answers now: the numbers of its series, those that are none left out.
   *
   * @throws AssertionError if it is no query
   */
  List<Double> query(String expression) {
    JsonNode answer =
        JSON.readTree(
            Http.get(
                url
                    + "/api/v1/query?query="
                    + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    return answer
        .path("data")
        .path("result")
        .valueStream()
        .map(series -> series.path("value").path(1).asString())
        .filter(value -> !value.equals("NaN"))
        .map(value -> Double.valueOf(value.replace("Inf", "Infinity")))
        .toList();
  }

  /** The values of a label of the series that a query answers now. */
  List<String> labels(String expression, String label) {
    return JSON.readTree(
            Http.get(
                url
                    + "/api/v1/query?query="
                    + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
        .path("data")
        .path("result")
        .valueStream()
        .map(series -> series.path("metric").path(label).asString())
        .toList();
  }

  /** The names of the alerts that are pending or firing now. */
  List<String> alerts() {
    return JSON.readTree(Http.get(url + "/api/v1/alerts"))
        .path("data")
        .path("alerts")
        .valueStream()
        .map(alert -> alert.path("labels").path("alertname").asString())
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    program.close();
  }
}
