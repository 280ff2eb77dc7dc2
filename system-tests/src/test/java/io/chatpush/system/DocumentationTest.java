package io.chatpush.system;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.firebase.messaging.MessagingErrorCode;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.settings.Setting;
import io.chatpush.system.MarkdownTable.Row;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's tables say what the code says, no more and no less. */
final class DocumentationTest {

  private static final Path README = Project.file("README.md");
  private static final Path PARITY = Project.file("docs/parity.md");
  private static final Path OPERATE = Project.file("docs/operate.md");

  private static final Pattern LINK = Pattern.compile("(?<!`)]\\(([^)\\s]+)\\)");

  private static final Pattern IN_CODE_FONT =
      Pattern.compile("`(?:--)?((?:chatpush|spring)\\.[a-z-]+\\.[^`=]+)[^`]*`");

  /** {@code | `name` | key | value record | retention | writer | readers |}. */
  @Test
  void listsTheTopicsOfTheContract() {
    List<Row> documented =
        MarkdownTable.rows(README, "(chat|push)\\..*").stream()
            .filter(row -> row.cells().size() == 5) // the meters' have three
            .toList();
    assertThat(documented)
        .as("topics in the README")
        .containsExactlyElementsOf(Topics.ALL.stream().map(DocumentationTest::row).toList());
  }

  /** {@code | `Record` | topics | who writes it |}. */
  @Test
  void listsTheRecordsOfTheContract() {
    Path schemas = Project.file("schemas/README.md");
    assertThat(MarkdownTable.names(schemas))
        .as("records in %s", schemas)
        .containsAll(
            Topics.ALL.stream()
                .map(Topic::value)
                .filter(Objects::nonNull)
                .map(Class::getSimpleName)
                .toList());
  }

  /** Topics by user get another number of partitions together or not at all. */
  @Test
  void saysHowEachTopicByUserGetsMorePartitions() throws Exception {
    assertNames("More partitions", topic -> topic.partitioning() == Topic.Partitioning.USER);
  }

  /** Retention does not remove a person from a compacted topic. */
  @Test
  void saysHowAPersonIsErasedFromEachCompactedTopicByUser() throws Exception {
    assertNames(
        "Erasing a person",
        topic -> topic.compacted() && topic.partitioning() == Topic.Partitioning.USER);
  }

  /** A compacted topic is the only place that has its data. */
  @Test
  void saysWhatTheLossOfEachCompactedTopicMeans() throws Exception {
    assertNames("Restoring", Topic::compacted);
  }

  /** {@code | `REASON` | its sentence in the schema |}. */
  @Test
  void listsTheReasons() {
    Map<String, String> documented =
        MarkdownTable.rows(OPERATE, "[A-Z_]+").stream()
            .collect(toMap(Row::name, row -> row.cell(0)));
    Map<String, String> inSchema =
        Pattern.compile("(?<=\\. )([A-Z_]{4,}): (.*?\\.)(?= [A-Z_]{4,}: |$)")
            .matcher(Reason.SCHEMA$.getDoc())
            .results()
            .collect(toMap(sentence -> sentence.group(1), sentence -> sentence.group(2)));
    assertThat(inSchema).containsOnlyKeys(Reason.SCHEMA$.getEnumSymbols());
    assertThat(documented).as("reasons in %s", OPERATE).isEqualTo(inSchema);
  }

  /** A row that claims something names the test that shows it. */
  @Test
  void namesTestsThatExistBesideEachFeature() throws IOException {
    Set<String> tests =
        Project.sources("test").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    for (String line : Files.readAllLines(PARITY)) {
      List<String> cells = List.of(line.split("\\|", -1));
      if (cells.size() == 8 && !line.startsWith("|---") && !line.contains("| test |")) {
        List<String> named =
            Pattern.compile("`(\\w+)`")
                .matcher(cells.get(6))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(tests).as(line).containsAll(named);
        assertThat(named.isEmpty())
            .as("a test beside: %s", line)
            .isEqualTo(cells.get(5).strip().startsWith("not yet"));
      }
    }
  }

  /** {@code | `METHOD /path?query` | what it does |}; those that describe the API are in prose. */
  @Test
  void listsTheRoutesOfTokenService() {
    List<String> documented =
        MarkdownTable.rows(README, "[A-Z]+ /v1/.*").stream()
            .map(row -> row.name().replaceFirst("\\?.*", ""))
            .toList();
    assertThat(documented).as("routes in the README").containsAll(routesOfTokenService());
  }

  /** {@code | `chatpush.x.y` | `default`, or words where there is none | meaning |}. */
  @Test
  void listsSettingsWithTheirDefaultsAndAllThatAreRequired() {
    Map<String, String> inCode =
        Settings.all().stream().collect(toMap(Setting::name, Setting::defaultValue));
    List<Row> rows =
        MarkdownTable.rows(README, "chatpush\\..*").stream()
            .filter(row -> row.cells().size() == 2) // the meters' have three
            .toList();
    SettingsReference reference = new SettingsReference();
    assertThat(rows)
        .extracting(Row::name)
        .as("settings in the README")
        .doesNotHaveDuplicates()
        .isSubsetOf(inCode.keySet())
        .containsAll(
            Settings.all().stream().filter(reference::isRequired).map(Setting::name).toList());
    assertThat(rows)
        .allSatisfy(row -> {
          String value = inCode.getOrDefault(row.name(), "");
          assertThat(row.code(0))
              .as("default of %s", row.name())
              .isEqualTo(value.isEmpty() ? List.of() : List.of(value));
          assertThat(row.cell(1)).as("meaning of %s", row.name()).isNotBlank();
        });
  }

  /** The outcomes of the contract, and FCM's codes. */
  @Test
  void saysWhatBecomesOfAPush() throws IOException {
    String section =
        Files.readString(README).split("\n## What becomes of a push\n", -1)[1].split("\n## ", 2)[0];
    assertThat(Outcome.values())
        .filteredOn(outcome -> outcome != Outcome.UNKNOWN)
        .allSatisfy(outcome -> assertThat(section).contains("`" + outcome + "`"));
    assertThat(MessagingErrorCode.values())
        .allSatisfy(code -> assertThat(section).containsPattern("\\b" + code + "\\b"));
  }

  /** Of tags whose values are an enum, the meaning of the meter names each value. */
  @Test
  void namesTheValuesOfTags() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    var _ = new DeadLetterMeters(registry);
    assertThat(meter("push.deliveries").words(2))
        .containsAll(
            Arrays.stream(DeliveryOutcome.Result.values())
                .map(result -> result.name().toLowerCase(Locale.ROOT))
                .toList());
    assertThat(meter("push.dead.letters").words(2))
        .containsAll(
            registry.find("push.dead.letters").counters().stream()
                .map(counter -> counter.getId().getTag("reason"))
                .toList());
  }

  private static Row meter(String name) {
    return MarkdownTable.rows(README, Pattern.quote(name)).getFirst();
  }

  /** {@code after 10 s, 1 min and 1 h}, and the heap that the retry topics of a pod take. */
  @Test
  void knowsTheRetryTiers() throws IOException {
    List<String> delays =
        RetryTier.all().stream().map(tier -> inWords(tier.delay())).collect(Collectors.toList());
    String last = delays.removeLast();
    assertThat(Files.readString(README))
        .as("README: when a push is tried again")
        .contains("after " + String.join(", ", delays) + " and " + last + " (60 s at least");
    int topics = RetryTier.all().size();
    assertThat(Files.readString(Project.file("docs/operate.md")))
        .as("docs/operate.md: the heap of delivery")
        .contains(
            "(2 lanes + %d retry topics)".formatted(topics),
            "64 x %d x 200 x 2 KB = %d MB"
                .formatted(2 + topics, Math.round(64 * (2 + topics) * 200 * 2 / 1_000.0)));
  }

  private static String inWords(Duration delay) {
    if (delay.toSecondsPart() > 0) {
      return delay.toSeconds() + " s";
    }
    return delay.toMinutesPart() > 0 ? delay.toMinutes() + " min" : delay.toHours() + " h";
  }

  /** Settings, and what settings have in common, in code font. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CHANGELOG.md",
        "RATIONALE.md",
        "deploy/README.md",
        "deploy/runbooks.md",
        "docs/operate.md",
        "docs/settings.md"
      })
  void namesSettingsThatExist(String document) throws Exception {
    KnownSettings known = new KnownSettings();
    Set<String> meters =
        MarkdownTable.rows(Project.file("README.md"), "chatpush\\..*").stream()
            .filter(row -> row.cells().size() == 3)
            .map(Row::name)
            .collect(Collectors.toSet());
    List<String> named =
        IN_CODE_FONT
            .matcher(Files.readString(Project.file(document)))
            .results()
            .map(match -> match.group(1).replaceFirst("[.=]?\\*?$", ""))
            .filter(name -> !meters.contains(name))
            .filter(
                name -> Stream.of(Scope.values()).noneMatch(scope -> scope.value().equals(name)))
            .toList();
    assertThat(named).as("settings that %s names", document).isNotEmpty().allMatch(known::begins);
  }

  /** Files, and headings in them by the anchors that GitHub gives. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "deploy/README.md",
        "deploy/runbooks.md",
        "docs/architecture.md",
        "docs/cli.md",
        "docs/operate.md",
        "docs/settings.md",
        "docs/devices.md",
        "schemas/README.md",
        "SECURITY.md"
      })
  void linksLeadSomewhere(String document) throws Exception {
    Path file = Project.file(document);
    for (String link :
        LINK.matcher(Files.readString(file)).results().map(m -> m.group(1)).toList()) {
      if (link.matches("\\w+:.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s links to %s", document, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("%s links to %s", document, link).contains(parts[1]);
      }
    }
  }

  private static List<String> routesOfTokenService() {
    List<String> routes = new ArrayList<>();
    Manifests.yaml(
            Project.file("token-service/src/main/resources/io/chatpush/token/web/openapi.yaml"))
        .getFirst()
        .path("paths")
        .forEachEntry((path, operations) ->
            operations.propertyNames().stream()
                .filter(name -> !name.equals("parameters"))
                .filter(_ -> path.startsWith("/v1/apps/"))
                .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return routes;
  }

  private static void assertNames(String heading, Predicate<Topic> topics) throws IOException {
    String section =
        Files.readString(OPERATE)
            .replaceFirst("(?s).*\n## " + heading + "\n", "")
            .replaceFirst("(?s)\n## .*", "");
    assertThat(section)
        .as("section %s of %s", heading, OPERATE)
        .contains(
            Topics.ALL.stream().filter(topics).map(topic -> "`" + topic.name() + "`").toList());
  }

  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static Row row(Topic topic) {
    long number = topic.retention().toDays();
    String days = number == 1 ? "1 day" : number + " days";
    return new Row(
        topic.name(),
        List.of(
            topic.key(),
            topic.value() == null ? "as it came" : topic.value().getSimpleName(),
            topic.compacted() ? "compacted, tombstones " + days : days,
            topic.writer(),
            topic.readers()));
  }
}
