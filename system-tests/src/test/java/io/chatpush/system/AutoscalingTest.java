package io.chatpush.system;

import static io.chatpush.system.Manifests.elements;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What KEDA would be told, by a real Prometheus: the queries of the ScaledObject on made-up days.
 */
final class AutoscalingTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern METER = Pattern.compile("\\bpush_\\w+");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** In thresholds: more than 1 means more pods, 1 as many as there are, less fewer. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // in flight, paused, waiting, the quota a second, the lag, what comes of it
    "pods are behind,                 800,  0,    0, 10000,  4.5, 4.5",
    "all is well,                     800,  0,    0, 10000, 0.04, 0.04",
    "nothing happens,                   0,  0,    0, 10000,    0, 0",
    "the project is paused,             3,  1,    0, 10000,  4.5, 1",
    "the project comes back slowly,   100,  0,  900,  1000,  4.5, 1",
    "the quota is used up,           1000,  0, 2000, 10000,  4.5, 1",
    "FCM is slow,                    1600,  0, 2000, 10000,  4.5, 4.5",
    "nothing is sent,                   0,  0,    0, 10000,  4.5, 1",
    "nobody knows the lag,            800,  0,    0, 10000,     , 1"
  })
  void asksForPodsWhereTheyHelp(
      String day,
      int inFlight,
      int paused,
      int waiting,
      int rate,
      @Nullable Double lag,
      double expected)
      throws Exception {
    Assumptions.assumeTrue(
        Program.isOnPath("promtool"), "promtool is not on the PATH: it comes with Prometheus");
    List<Map<String, Object>> rules = new ArrayList<>();
    List<Map<String, Object>> expectations = new ArrayList<>();
    List<Map<String, Object>> series = new ArrayList<>();
    series.add(series("push_sends_in_flight{project='p'", inFlight));
    series.add(series("push_project_paused{project='p'", paused));
    series.add(series("push_sends_waiting{lane='DIRECT',project='p'", waiting));
    series.add(series("push_project_rate{project='p'", rate));
    for (JsonNode trigger : triggers()) {
      String name = trigger.path("name").asString().replace('-', '_');
      double threshold = trigger.at("/metadata/threshold").asDouble();
      String meter =
          "kafka_consumergroup_group_lag" + (name.equals("lag_seconds") ? "_seconds" : "");
      if (lag != null) {
        series.add(
            series(meter + "{group='chatpush-delivery',topic='push.requests'", lag * threshold));
      }
      // What waits for its time is no reason for pods.
      series.add(
          series(meter + "{group='chatpush-delivery-retry',topic='push.retry.1m'", 9 * threshold));
      rules.add(Map.of("record", name, "expr", trigger.at("/metadata/query").asString()));
      expectations.add(
          Map.of(
              "expr",
              name,
              "eval_time",
              "8m",
              "exp_samples",
              List.of(Map.of("labels", name, "value", expected * threshold))));
    }
    test(rules, series, expectations);
  }

  /** Those of lag have the names that exporters of lag have, and no dots. */
  @Test
  void readsMetersThatExist() throws Exception {
    List<String> meters =
        MarkdownTable.rows(Project.file("README.md"), "push\\..*").stream()
            .map(row -> row.name().replace('.', '_'))
            .toList();
    for (JsonNode trigger : triggers()) {
      assertThat(METER.matcher(trigger.at("/metadata/query").asString()).results())
          .extracting(MatchResult::group)
          .isNotEmpty()
          .isSubsetOf(meters);
    }
  }

  private static List<JsonNode> triggers() throws InterruptedException {
    List<JsonNode> triggers =
        elements(Manifests.of("production").get("ScaledObject", "delivery").at("/spec/triggers"))
            .toList();
    assertThat(triggers).hasSize(2);
    return triggers;
  }

  private static Map<String, Object> series(String start, double value) {
    return Map.of(
        "series",
        start.replace('\'', '"') + ",container=\"delivery\",instance=\"a\"}",
        "values",
        value + "x40");
  }

  /** JSON is YAML. */
  private static void test(
      List<Map<String, Object>> rules,
      List<Map<String, Object>> series,
      List<Map<String, Object>> expectations)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Project.target("promtool"));
    Files.writeString(
        directory.resolve("rules.json"),
        JSON.writeValueAsString(
            Map.of("groups", List.of(Map.of("name", "triggers", "rules", rules)))));
    Files.writeString(
        directory.resolve("test.json"),
        JSON.writeValueAsString(
            Map.of(
                "rule_files",
                List.of("rules.json"),
                "evaluation_interval",
                "15s",
                "tests",
                List.of(
                    Map.of(
                        "interval",
                        "15s",
                        "input_series",
                        series,
                        "promql_expr_test",
                        expectations)))));
    ProcessBuilder builder =
        new ProcessBuilder("promtool", "test", "rules", "test.json").directory(directory.toFile());
    assertThat(Program.start("promtool", builder, "").await(LIMIT).requireSuccess())
        .contains("SUCCESS");
  }
}
