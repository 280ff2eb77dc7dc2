package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/apps.md and docs/app.schema.json say what the schema of app files says. */
final class AppFileReferenceTest {

  private static final Path SCHEMA =
      Project.file("service-base/src/main/resources/io/chatpush/apps/app.schema.json");
  private static final Path PUBLISHED = Project.file("docs/app.schema.json");
  private static final Path DOCUMENT = Project.file("docs/apps.md");

  private static final Pattern PART =
      Pattern.compile(
          "(<!-- written from the code: app-file -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private static final String REWRITE =
      "./mvnw -pl system-tests -am test -Dchatpush.docs=write -Dtest=AppFileReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private final JsonNode schema = JsonMapper.shared().readTree(SCHEMA.toFile());

  @Test
  void isWhatTheSchemaSays() throws IOException {
    String document = Files.readString(DOCUMENT);
    String wanted =
        PART.matcher(document)
            .replaceAll(
                part -> part.group(1) + Matcher.quoteReplacement(reference()) + part.group(2));
    if ("write".equals(System.getProperty("chatpush.docs"))) {
      Files.writeString(DOCUMENT, wanted);
      Files.writeString(PUBLISHED, Files.readString(SCHEMA));
    } else {
      assertThat(document).as("%s; to write it anew: %s", DOCUMENT, REWRITE).isEqualTo(wanted);
      assertThat(PUBLISHED)
          .as("%s; to write it anew: %s", PUBLISHED, REWRITE)
          .hasSameTextualContentAs(SCHEMA);
    }
  }

  private String reference() {
    JsonNode event = schema.path("$defs").path("event");
    return """

    ### Of the app
    %s
    ### Of an event type
    Below `event-types.<TYPE>` or `custom-types.<name>`, and below `defaults` for all types.

    %s
    """
        .formatted(table(schema), table(event));
  }

  private String table(JsonNode object) {
    List<String> rows = new ArrayList<>();
    add(rows, "", object);
    return rows.stream()
        .collect(
            Collectors.joining(
                "\n", "| setting | default | takes | meaning |\n|---|---|---|---|\n", "\n"));
  }

  private void add(List<String> rows, String prefix, JsonNode object) {
    for (Map.Entry<String, JsonNode> entry : object.path("properties").properties()) {
      String name = prefix + entry.getKey();
      JsonNode property = entry.getValue();
      JsonNode type = resolved(property);
      boolean hasRows = type.has("properties") && !name.equals("defaults") && !isType(name);
      if (isType(name)) {
        continue;
      }
      if (hasRows && !name.equals("event-types")) {
        add(rows, name + ".", type);
      } else {
        rows.add(
            "| `%s` | %s | %s | %s |"
                .formatted(
                    name,
                    isRequired(object, entry.getKey()) ? "**required**" : defaultOf(property),
                    takes(type),
                    property.path("description").asString().replace("|", "\\|")));
      }
    }
  }

  private static boolean isType(String name) {
    return name.startsWith("event-types.");
  }

  private static boolean isRequired(JsonNode object, String name) {
    return object.path("required").valueStream().anyMatch(one -> one.asString().equals(name));
  }

  private JsonNode resolved(JsonNode property) {
    String reference = property.path("$ref").asString("");
    return reference.isEmpty()
        ? property
        : schema.at(reference.substring(reference.indexOf('#') + 1));
  }

  private static String defaultOf(JsonNode property) {
    JsonNode value = property.path("default");
    if (value.isMissingNode()) {
      return "none";
    }
    if (value.isArray()) {
      return value.isEmpty()
          ? "none"
          : "`"
              + value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
              + "`";
    }
    return "`" + value.asString() + "`";
  }

  private String takes(JsonNode type) {
    if (type.has("enum")) {
      return type.path("enum")
          .valueStream()
          .map(value -> "`" + value.asString() + "`")
          .collect(Collectors.joining(", "));
    }
    String range = range(type);
    return switch (type.path("type").asString()) {
      case "boolean" -> "`true`, `false`";
      case "integer" -> "whole number" + range;
      case "number" -> "number" + range;
      case "array" -> "list: " + takes(resolved(type.path("items")));
      case "object" -> "block";
      case "string" -> {
        String words = type.path("message").path("pattern").asString("");
        yield words.isEmpty() ? "text" : words.replaceFirst("^must be (an? )?", "");
      }
      default -> throw new AssertionError("say in words what this takes: " + type);
    };
  }

  private static String range(JsonNode type) {
    List<String> limits = new ArrayList<>();
    if (type.has("minimum")) {
      limits.add("at least " + type.path("minimum").asString());
    }
    if (type.has("exclusiveMinimum")) {
      limits.add("more than " + type.path("exclusiveMinimum").asString());
    }
    if (type.has("maximum") && type.path("maximum").asLong() != Integer.MAX_VALUE) {
      limits.add("at most " + type.path("maximum").asString());
    }
    return limits.isEmpty() ? "" : ", " + String.join(", ", limits);
  }
}
