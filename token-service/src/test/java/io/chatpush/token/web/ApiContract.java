package io.chatpush.token.web;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.chatpush.token.web.ApiDescription.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the description promises, in a form that tests can hold answers against. */
final class ApiContract {

  static final JsonMapper JSON = JsonMapper.shared();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ApiDescription api = ApiDescription.load();

  JsonNode root() {
    return api.root();
  }

  List<Operation> operations() {
    return api.operations();
  }

  Operation operation(String id) {
    return operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
  }

  JsonNode resolve(JsonNode node) {
    return api.resolve(node);
  }

  /** Returns the types of the problems that a response of the description may have. */
  static List<String> typesOf(JsonNode response) {
    return response
        .at("/content/application~1problem+json/schema/allOf/1/properties/type/enum")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /** What is said of the schema itself. */
  static List<Error> flaws(JsonNode schema) {
    return SCHEMAS
        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
        .validate(schema);
  }

  static Schema schemaOf(JsonNode alone) {
    return SCHEMAS.getSchema(alone);
  }

  /** A schema of the description; it may refer to others. */
  Schema schema(JsonNode schema) {
    ObjectNode whole = JSON.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", root().path("components"));
    return SCHEMAS.getSchema(whole);
  }

  Schema schema(String name) {
    return schema(root().at("/components/schemas/" + name));
  }

  /** The request of the description's examples, with a body if it has one; without a token. */
  HttpRequest.Builder request(HttpEdge edge, Operation operation, Map<String, String> parameters) {
    String path = operation.path();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asString();
      String value = parameters.getOrDefault(name, parameter.path("example").asString(""));
      path = path.replace("{" + name + "}", value);
    }
    HttpRequest.Builder request =
        edge.anonymous(path).method(operation.method(), BodyPublishers.noBody());
    operation
        .definition()
        .at("/requestBody/content")
        .forEachEntry((type, content) ->
            send(
                request,
                operation,
                type,
                content.path("examples").valueStream().findFirst().orElseThrow()));
    return request;
  }

  /** Puts an example into a request. */
  static void send(
      HttpRequest.Builder request, Operation operation, String mediaType, JsonNode example) {
    request
        .header("Content-Type", mediaType)
        .method(operation.method(), BodyPublishers.ofString(textOf(example.path("value"))));
  }

  /** A value as it goes over the wire. */
  static String textOf(JsonNode value) {
    return value.isString() ? value.stringValue() : JSON.writeValueAsString(value);
  }
}
