package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.system.MarkdownTable.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README's tables say what the code says, no more and no less. */
final class DocumentationTest {

  private static final Path README = Project.file("README.md");

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

  /** {@code | `chatpush.x.y` | `default`, or words where there is none | meaning |}. */
  @Test
  void listsTheSettingsOfBothServicesWithTheirDefaults() throws Exception {
    Map<String, String> inCode = Settings.inCode();
    List<Row> rows =
        MarkdownTable.rows(README, "chatpush\\..*").stream()
            .filter(row -> row.cells().size() == 2) // the meters' have three
            .toList();
    assertThat(rows)
        .extracting(Row::name)
        .as("settings in the README")
        .containsExactlyInAnyOrderElementsOf(inCode.keySet());
    assertThat(rows)
        .allSatisfy(row -> {
          String value = inCode.getOrDefault(row.name(), "");
          assertThat(row.code(0))
              .as("default of %s", row.name())
              .isEqualTo(value.isEmpty() ? List.of() : List.of(value));
          assertThat(row.cell(1)).as("meaning of %s", row.name()).isNotBlank();
        });
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
