package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.chatpush.events.Outcome;
import io.chatpush.schemas.RetryTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Alerts are valid, fire when they should, and tell whoever they wake what to do. */
final class WatchingTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern NAMED = Pattern.compile("\\balerts?[\\s*]+(Chatpush[A-Z]\\w+)");
  private static final Pattern COUNTED =
      Pattern.compile("push_outcomes_total\\{outcome=~\"([A-Z_|]+)\"}");
  private static final String RUNBOOKS = "deploy/runbooks.md";

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
    Set<String> sections =
        Files.readAllLines(Project.file(RUNBOOKS)).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .collect(Collectors.toSet());
    List<JsonNode> alerts = Watching.alerts();
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(alert -> {
          String name = alert.path("alert").asString();
          JsonNode annotations = alert.path("annotations");
          assertThat(alert.path("labels").path("severity").asString())
              .as("severity of %s", name)
              .isIn("critical", "warning");
          assertThat(annotations.path("summary").asString()).as("summary of %s", name).isNotBlank();
          assertThat(annotations.path("description").asString())
              .as("description of %s", name)
              .isNotBlank();
          assertThat(annotations.path("runbook_url").asString())
              .as("runbook of %s", name)
              .isEqualTo(RUNBOOKS + "#" + name.toLowerCase(Locale.ROOT));
        });
    assertThat(alerts)
        .extracting(alert -> alert.path("alert").asString())
        .as("sections of %s", RUNBOOKS)
        .containsExactlyInAnyOrderElementsOf(sections);
  }

  @Test
  void everyAlertIsTestedBothWays() throws IOException {
    String tests = Files.readString(Watching.RULE_TESTS);
    assertThat(Watching.alerts())
        .extracting(alert -> alert.path("alert").asString())
        .allSatisfy(name -> {
          assertThat(tests)
              .as("%s fires in one test", name)
              .containsPattern("alertname: " + name + "\\n\\s+exp_alerts:\\n");
          assertThat(tests)
              .as("%s does not fire in another", name)
              .containsPattern("alertname: " + name + "\\n\\s+exp_alerts: \\[]");
        });
  }

  /** Accepted pushes count by the time that they took. */
  @Test
  void theObjectiveCountsEachOutcomeThatFailed() throws IOException {
    String failed =
        Arrays.stream(Outcome.values())
            .filter(WatchingTest::isFailure)
            .map(Outcome::name)
            .collect(Collectors.joining("|"));
    assertThat(COUNTED.matcher(Files.readString(Watching.RULES)).results())
        .extracting(match -> match.group(1))
        .as("outcomes that count against the objective")
        .hasSize(4)
        .containsOnly(failed);
  }

  private static boolean isFailure(Outcome outcome) {
    return switch (outcome) {
      case EXPIRED, DEAD_LETTERED -> true;
      case UNKNOWN, ACCEPTED, TOKEN_RETIRED, SUPPRESSED, NO_DEVICE -> false;
    };
  }

  /** Javadoc and documents say "the alert ChatpushLag"; a comment may break the line between. */
  @Test
  void everyAlertThatIsNamedExists() throws IOException {
    Set<String> alerts =
        Watching.alerts().stream()
            .map(alert -> alert.path("alert").asString())
            .collect(Collectors.toSet());
    List<Path> files = new ArrayList<>();
    for (String directory : List.of(".", "docs", "deploy")) {
      files.addAll(Project.files(Project.file(directory), 1, ".md"));
    }
    files.addAll(Project.sources("main"));
    int named = 0;
    for (Path file : files) {
      for (MatchResult match : NAMED.matcher(Files.readString(file)).results().toList()) {
        assertThat(alerts).as("alerts, of which %s names one", file).contains(match.group(1));
        named++;
      }
    }
    assertThat(named).as("places that name an alert").isGreaterThan(5);
  }

  /** The delay of each tier with the default jitter of a fifth, and two minutes. */
  @Test
  void theAlertOfRetriesKnowsEachTier() throws IOException {
    String expected =
        RetryTier.all().stream()
            .map(tier ->
                "chatpush:group_lag:seconds{topic=\"%s\"} > %d"
                    .formatted(
                        tier.topic(),
                        tier.delay().multipliedBy(12).dividedBy(10).toSeconds() + 120))
            .collect(Collectors.joining("\n  or "));
    assertThat(Watching.alerts())
        .filteredOn(alert -> alert.path("alert").asString().equals("ChatpushRetryLag"))
        .singleElement()
        .extracting(alert -> alert.path("expr").asString().strip())
        .isEqualTo(expected);
    assertThat(RetryTier.topics())
        .allSatisfy(topic ->
            assertThat(Files.readString(Watching.RULE_TESTS))
                .as("%s waits for its time in a test", topic)
                .contains("topic=\"" + topic + "\"}"));
  }

  @Test
  void rulesAreValid() throws InterruptedException {
    promtool("check", "rules", Watching.RULES.toString());
  }

  @Test
  void alertsFireWhenTheyShouldAndOnlyThen() throws InterruptedException {
    promtool("test", "rules", Watching.RULE_TESTS.toString());
  }

  @Test
  void dashboardsReadThePrometheusThatIsChosenAndExplainTheirPanels() {
    assertThat(Watching.dashboards())
        .isNotEmpty()
        .flatExtracting(dashboard -> dashboard.path("panels").valueStream().toList())
        .filteredOn(panel -> !panel.path("type").asString().equals("row"))
        .allSatisfy(panel -> {
          assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
          assertThat(panel.path("description").asString())
              .as("description of %s", panel.path("title"))
              .isNotBlank();
        });
  }

  @Test
  void tellsMetricsFromWhatStandsAroundThem() {
    assertThat(
            Watching.names(
                """
                1 - sum by (a, b) (rate(one_bucket{le="1.0", x=~"y|z"}[5m])) / sum(two:rate5m) > 14.4 * 0.01
                  and on (c) histogram_quantile(0.99, three) or 1e3 * four > bool 2
                """))
        .containsExactly("four", "one_bucket", "three", "two:rate5m");
  }

  private static void promtool(String... arguments) throws InterruptedException {
    assumeTrue(
        PrometheusServer.isInstalled("promtool"),
        "promtool is not on the PATH: the rules are not checked");
    ProcessBuilder builder = new ProcessBuilder("promtool");
    builder.command().addAll(List.of(arguments));
    try (Program promtool = Program.start("promtool", builder, "")) {
      var _ = promtool.await(LIMIT).requireSuccess();
    }
  }
}
