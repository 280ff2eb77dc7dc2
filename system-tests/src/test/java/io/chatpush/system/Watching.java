package io.chatpush.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What deploy/ watches chatpush with: the rules for Prometheus and the dashboards for Grafana. */
final class Watching {

  static final Path RULES = Project.file("deploy/prometheus/chatpush.rules.yaml");
  static final Path RULE_TESTS = Project.file("deploy/prometheus/chatpush.rules.test.yaml");
  private static final Path DASHBOARDS = Project.file("deploy/grafana");

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What is no metric in an expression: texts, matchers, ranges, and the labels of a grouping. */
  private static final Pattern NO_METRICS =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)"
              + "\\s*\\([^)]*\\)");

  private static final Pattern JOB = Pattern.compile("job=\"([^\"]*)\"");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without");

  private Watching() {}

  /**
   * A query of a dashboard.
   *
   * @param panel title of the panel
   */
  record Query(String panel, String expression) {

    /** With what Grafana puts in for its variables. */
    String forRange(String range) {
      return expression.replace("$__rate_interval", range).replace("$__range", range);
    }
  }

  /** The jobs that rules name. */
  static Set<String> jobs() {
    return rules().stream()
        .flatMap(rule -> JOB.matcher(rule.path("expr").asString()).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  /** Every rule, recorded or alerting, as it is written. */
  static List<JsonNode> rules() {
    try (var reader = Files.newBufferedReader(RULES)) {
      List<JsonNode> rules = new ArrayList<>();
      JsonNode file = JSON.valueToTree(new Yaml().<Object>load(reader));
      file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  /** Every query of every panel. */
  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(new Query(panel.path("title").asString(), target.path("expr").asString()));
        }
      }
    }
    return queries;
  }

  static List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(file -> JSON.readTree(file.toFile()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of metrics and recorded rules that an expression reads. */
  static Set<String> names(String expression) {
    String rest = NO_METRICS.matcher(expression).replaceAll(" ");
    return NAME.matcher(rest)
        .results()
        .filter(name -> !isPartOfANumber(rest, name))
        .map(MatchResult::group)
        .filter(name -> !OPERATORS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isPartOfANumber(String text, MatchResult name) {
    return name.start() > 0 && Character.isDigit(text.charAt(name.start() - 1));
  }
}
