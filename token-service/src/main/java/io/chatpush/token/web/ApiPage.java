package io.chatpush.token.web;

import static io.chatpush.token.web.Html.escape;
import static io.chatpush.token.web.Html.inline;
import static io.chatpush.token.web.Html.prose;
import static io.chatpush.token.web.Html.table;
import static io.chatpush.token.web.Html.text;

import io.chatpush.token.web.ApiDescription.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description as a page that loads nothing: no script, no font, no picture. Of OpenAPI it knows
 * what {@code openapi.yaml} uses.
 */
final class ApiPage {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ApiDescription api;
  private final String style;
  private final String html;

  ApiPage(ApiDescription api) {
    this.api = api;
    this.style = readStyle();
    this.html = page();
  }

  String html() {
    return html;
  }

  /** What stands between the tags of its one style sheet. */
  String style() {
    return style;
  }

  private String page() {
    JsonNode info = api.root().path("info");
    String title = text(info.path("title"));
    StringBuilder contents = new StringBuilder();
    StringBuilder sections = new StringBuilder();
    for (JsonNode tag : api.root().path("tags")) {
      String name = tag.path("name").asString();
      contents.append("<h2>%s</h2>\n<ul>\n".formatted(escape(name)));
      sections.append(
          "<section>\n<h2>%s</h2>\n%s"
              .formatted(escape(name), prose(tag.path("description").asString())));
      for (Operation operation : api.operations()) {
        if (operation.definition().path("tags").path(0).asString().equals(name)) {
          contents.append(
              "<li><a href=\"#%s\">%s %s</a></li>\n"
                  .formatted(
                      operation.id(),
                      method(operation),
                      text(operation.definition().path("summary"))));
          sections.append(operation(operation));
        }
      }
      contents.append("</ul>\n");
      sections.append("</section>\n");
    }
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>%1$s</title>
    <style>%2$s</style>
    </head>
    <body>
    <nav aria-label="Operations">
    %3$s<h2><a href="#problems">Problems</a></h2>
    <p><a href="openapi.yaml">openapi.yaml</a></p>
    </nav>
    <main>
    <h1>%1$s</h1>
    <p class="lead">%4$s</p>
    %5$s%6$s%7$s%8$s</main>
    </body>
    </html>
    """
        .formatted(
            title,
            style,
            contents,
            text(info.path("summary")),
            prose(info.path("description").asString()),
            beforeCopying(),
            sections,
            problems());
  }

  private static String beforeCopying() {
    return """
    <p>The lines to copy below want to know where the service is and who you are. Locally:</p>
    <pre><code>URL=http://127.0.0.1:18080
    TOKEN=$(./chatpush access-token user-1)
    OPERATOR_TOKEN=$(./chatpush access-token operator --scope chatpush.read,chatpush.content,chatpush.admin)</code></pre>
    """;
  }

  private String operation(Operation operation) {
    JsonNode definition = operation.definition();
    return """
    <article id="%s">
    <h3>%s</h3>
    <p class="path">%s <code>%s</code></p>
    %s%s%s%s%s%s</article>
    """
        .formatted(
            operation.id(),
            text(definition.path("summary")),
            method(operation),
            escape(operation.path()).replace("/", "/<wbr/>"),
            prose(definition.path("description").asString()),
            "<pre class=\"copy\"><code>%s</code></pre>\n".formatted(escape(curl(operation))),
            parameters(operation.parameters()),
            body("Body", definition.path("requestBody")),
            answers(definition.path("responses")),
            answerBodies(definition.path("responses")));
  }

  private String parameters(List<JsonNode> parameters) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      rows.add(
          List.of(
              name(parameter.path("name").asString(), parameter.path("required").asBoolean(false)),
              text(parameter.path("in")),
              escape(rule(parameter.path("schema"))),
              inline(parameter.path("description").asString())));
    }
    return rows.isEmpty()
        ? ""
        : "<h4>Parameters</h4>\n" + table(List.of("name", "in", "what", "meaning"), rows);
  }

  /** What a request or an answer holds; nothing if it has no body. */
  private String body(String heading, JsonNode body) {
    StringBuilder said = new StringBuilder();
    body.path("content")
        .forEachEntry((mediaType, content) -> {
          said.append("<h4>%s <code>%s</code></h4>\n".formatted(heading, escape(mediaType)));
          said.append(prose(body.path("description").asString()));
          JsonNode schema = content.path("schema");
          JsonNode line = schema.path("contentSchema");
          if (line.isMissingNode()) {
            said.append(fields(schema));
          } else {
            for (JsonNode alternative : api.resolve(line).path("oneOf")) {
              JsonNode resolved = api.resolve(alternative);
              said.append("<h5>A line: %s</h5>\n".formatted(escape(name(alternative))));
              said.append(prose(resolved.path("description").asString()));
              said.append(fields(resolved));
            }
          }
          content
              .path("examples")
              .forEachEntry((name, example) ->
                  said.append(
                      "<details open=\"open\"><summary>%s</summary>\n<pre class=\"copy\"><code>%s</code></pre></details>\n"
                          .formatted(
                              escape("For example: " + example.path("summary").asString(name)),
                              escape(example(example.path("value"))))));
        });
    return said.toString();
  }

  private String answerBodies(JsonNode responses) {
    StringBuilder said = new StringBuilder();
    responses.forEachEntry((status, reference) -> {
      if (status.startsWith("2")) {
        said.append(body("Answer " + status, api.resolve(reference)));
      }
    });
    return said.toString();
  }

  private String answers(JsonNode responses) {
    List<List<String>> rows = new ArrayList<>();
    responses.forEachEntry((status, reference) -> {
      JsonNode response = api.resolve(reference);
      StringBuilder said = new StringBuilder(inline(response.path("description").asString()));
      response
          .path("headers")
          .forEachEntry((name, header) ->
              said.append("<br/>Header <code>%s</code>: ".formatted(escape(name)))
                  .append(inline(api.resolve(header).path("description").asString())));
      rows.add(List.of(escape(status), problemTypes(response), said.toString()));
    });
    return "<h4>Answers</h4>\n" + table(List.of("status", "problem", "meaning"), rows);
  }

  private static String problemTypes(JsonNode response) {
    StringJoiner links = new StringJoiner("<br/>");
    for (String uri : typesOf(response)) {
      String name = uri.substring(uri.lastIndexOf(':') + 1);
      links.add("<a href=\"#%1$s\"><code>%1$s</code></a>".formatted(escape(name)));
    }
    return links.toString();
  }

  /** The URIs of the problems that a response, references followed, may be. */
  static List<String> typesOf(JsonNode response) {
    return response
        .at("/content/application~1problem+json/schema/allOf/1/properties/type/enum")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private String problems() {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode response : api.root().at("/components/responses")) {
      String status =
          response
              .at("/content/application~1problem+json/schema/allOf/1/properties/status/const")
              .asString("");
      typesOf(response).forEach(type -> statuses.put(type, status));
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode type : api.root().at("/components/schemas/ProblemType/oneOf")) {
      String uri = type.path("const").asString();
      rows.add(
          List.of(
              "<code id=\"%s\">%s</code>"
                  .formatted(
                      escape(uri.substring(uri.lastIndexOf(':') + 1)),
                      escape(uri).replace(":", ":<wbr/>")),
              escape(statuses.getOrDefault(uri, "")),
              text(type.path("title")),
              inline(type.path("description").asString())));
    }
    return "<section id=\"problems\">\n<h2>Problems</h2>\n"
        + prose(api.root().at("/components/schemas/Problem/description").asString())
        + fields(api.root().at("/components/schemas/Problem"))
        + table(List.of("type", "status", "title", "what to do"), rows)
        + "<h3>Requests that no operation is for</h3>\n"
        + answers(api.root().path("x-other-requests"))
        + "</section>\n";
  }

  private String fields(JsonNode schema) {
    List<List<String>> rows = new ArrayList<>();
    collectFields(api.resolve(schema), "", rows);
    return rows.isEmpty() ? "" : table(List.of("field", "what", "meaning"), rows);
  }

  private void collectFields(JsonNode schema, String path, List<List<String>> rows) {
    List<String> required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    schema
        .path("properties")
        .forEachEntry((name, property) -> {
          JsonNode value = core(property);
          String description =
              Stream.of(property, api.resolve(property), value)
                  .map(said -> said.path("description").asString(""))
                  .filter(text -> !text.isEmpty())
                  .findFirst()
                  .orElse("");
          rows.add(
              List.of(
                  name(path + name, required.contains(name)),
                  escape(rule(property)),
                  inline(description)));
          // A problem is told of once for all.
          if (!name.equals("problem")) {
            collectFields(value, path + name + ".", rows);
            collectFields(api.resolve(value.path("items")), path + name + "[].", rows);
          }
        });
  }

  /** The schema that is meant where null is allowed beside it. */
  private JsonNode core(JsonNode schema) {
    JsonNode resolved = api.resolve(schema);
    JsonNode alternatives = resolved.path("anyOf");
    return alternatives.isEmpty() ? resolved : core(alternatives.path(0));
  }

  private String rule(JsonNode schema) {
    JsonNode resolved = api.resolve(schema);
    if (!resolved.path("anyOf").isEmpty()) {
      return rule(resolved.path("anyOf").path(0)) + ", or null";
    }
    if (resolved.has("const")) {
      return resolved.path("const").asString();
    }
    if (resolved.has("enum")) {
      return String.join(
          ", ", resolved.path("enum").valueStream().map(JsonNode::asString).toList());
    }
    String type =
        resolved.path("format").asString("").equals("date-time")
            ? "time, e.g. 2026-01-02T03:04:05Z"
            : resolved.path("type").asString("");
    if (resolved.has("maxLength")) {
      return "%s, %s to %s characters"
          .formatted(
              type,
              resolved.path("minLength").asString("0"),
              resolved.path("maxLength").asString());
    }
    return resolved.has("minimum")
        ? "%s from %s on".formatted(type, resolved.path("minimum").asString())
        : type;
  }

  private static String curl(Operation operation) {
    JsonNode definition = operation.definition();
    StringBuilder line = new StringBuilder("curl ");
    if (!operation.method().equals("GET")) {
      line.append("-X ").append(operation.method()).append(' ');
    }
    String path = operation.path();
    for (JsonNode parameter : operation.parameters()) {
      path =
          path.replace(
              "{" + parameter.path("name").asString() + "}",
              parameter.path("example").asString(""));
    }
    line.append("\"$URL").append(path).append('"');
    JsonNode security = definition.path("security");
    if (security.isMissingNode() || !security.isEmpty()) {
      String token = security.path(0).has("operator") ? "$OPERATOR_TOKEN" : "$TOKEN";
      line.append(" \\\n  -H \"Authorization: Bearer ").append(token).append('"');
    }
    definition
        .at("/requestBody/content")
        .forEachEntry((mediaType, content) -> {
          line.append(" \\\n  -H 'Content-Type: ").append(mediaType).append('\'');
          JsonNode value =
              content.path("examples").valueStream().findFirst().orElseThrow().path("value");
          line.append(
              value.isString()
                  ? " \\\n  --data-binary @devices.ndjson"
                  : " \\\n  -d '" + JSON.writeValueAsString(value) + "'");
        });
    return line.toString();
  }

  private static String example(JsonNode value) {
    return value.isString() ? value.stringValue() : INDENTED.writeValueAsString(value);
  }

  private static String method(Operation operation) {
    return "<span class=\"method %1$s\">%1$s</span>".formatted(operation.method());
  }

  private static String name(String name, boolean required) {
    return "<code>%s</code>%s".formatted(escape(name), required ? " <em>required</em>" : "");
  }

  private static String name(JsonNode reference) {
    String pointer = reference.path("$ref").asString("");
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  private static String readStyle() {
    try (InputStream in = new ClassPathResource("docs.css", ApiPage.class).getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
