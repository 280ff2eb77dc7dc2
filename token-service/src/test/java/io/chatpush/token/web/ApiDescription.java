package io.chatpush.token.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code openapi.yaml} says of this API, as a tree. */
final class ApiDescription {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /**
   * One request that the API answers.
   *
   * @param method in upper case
   * @param path with its variables in braces
   * @param definition of it alone
   * @param parameters its own and those of its path, references followed
   */
  record Operation(String method, String path, JsonNode definition, List<JsonNode> parameters) {

    String id() {
      return definition.path("operationId").asString();
    }
  }

  private final JsonNode root;

  private ApiDescription(String text) {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    this.root = JsonMapper.shared().valueToTree(tree);
  }

  static ApiDescription load() {
    try (InputStream in =
        new ClassPathResource("openapi.yaml", ApiDescription.class).getInputStream()) {
      return new ApiDescription(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** In the order they are written. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.path("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((name, definition) -> {
              if (METHODS.contains(name)) {
                List<JsonNode> parameters = new ArrayList<>();
                item.path("parameters").forEach(p -> parameters.add(resolve(p)));
                definition.path("parameters").forEach(p -> parameters.add(resolve(p)));
                operations.add(
                    new Operation(name.toUpperCase(Locale.ROOT), path, definition, parameters));
              }
            }));
    return operations;
  }

  /** What {@code node} refers to, or itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isString() ? resolve(root.at(reference.stringValue().substring(1))) : node;
  }
}
