package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.token.web.ApiDescription.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the description gives as an example is taken, and what it says is answered is answered. */
class ApiExamplesHttpTest {

  private static final ApiContract API = new ApiContract();

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  /** The devices that the examples of answers show. */
  @BeforeEach
  void registerTheExamples() {
    edge.published().changes().clear();
    var _ = register("user-1", "device-1", "everything");
    var _ = register("user-2", "device-2", "least");
  }

  @Test
  void takesEveryRequest() {
    for (Operation operation : API.operations()) {
      registerTheExamples();
      HttpResponse<String> answer = edge.send(request(operation, Map.of()));
      assertThat(described(operation, answer).isMissingNode()).as(operation.id()).isFalse();
      assertThat(answer.statusCode()).as(operation.id()).isBetween(200, 299);
    }
  }

  @Test
  void takesEveryBody() {
    for (Operation operation : API.operations()) {
      operation
          .definition()
          .at("/requestBody/content")
          .forEachEntry((type, content) ->
              content
                  .path("examples")
                  .forEachEntry((name, example) -> {
                    HttpRequest.Builder request = request(operation, Map.of());
                    ApiContract.send(
                        request.setHeader("Content-Type", type), operation, type, example);
                    HttpResponse<String> answer = edge.send(request);
                    assertThat(answer.statusCode())
                        .as("%s %s", operation.id(), name)
                        .isBetween(200, 299);
                    assertThat(answer.body()).doesNotContain("refused\":{");
                    assertMatches(
                        content.path("schema"), ApiContract.textOf(example.path("value")));
                  }));
    }
  }

  @Test
  void givesEveryAnswer() {
    Map<String, Supplier<HttpResponse<String>>> answers = answers();
    List<String> described = new ArrayList<>();
    for (Operation operation : API.operations()) {
      operation
          .definition()
          .path("responses")
          .forEachEntry((status, reference) -> {
            if (status.startsWith("2")) {
              API.resolve(reference)
                  .path("content")
                  .forEachEntry((type, content) ->
                      content
                          .path("examples")
                          .forEachEntry((name, example) -> {
                            String key = operation.id() + " " + name;
                            described.add(key);
                            registerTheExamples();
                            HttpResponse<String> answer =
                                answers.getOrDefault(key, () -> missing(key)).get();
                            assertThat(answer.statusCode())
                                .as(key)
                                .isEqualTo(Integer.parseInt(status));
                            assertThat(answer.headers().firstValue("Content-Type"))
                                .as(key)
                                .hasValue(type);
                            assertThat(withoutChance(answer.body()))
                                .as(key)
                                .isEqualTo(
                                    withoutChance(ApiContract.textOf(example.path("value"))));
                            assertMatches(content.path("schema"), answer.body());
                          }));
            }
          });
    }
    assertThat(described).containsExactlyInAnyOrderElementsOf(answers.keySet());
  }

  /** How each is come by, by operation and name of the example. */
  private static Map<String, Supplier<HttpResponse<String>>> answers() {
    Operation importing = API.operation("importDevices");
    String lines =
        importing
            .definition()
            .at("/requestBody/content/application~1x-ndjson/examples/devices/value")
            .asString();
    Map<String, Supplier<HttpResponse<String>>> answers = new LinkedHashMap<>();
    answers.put("registerDevice asSent", () -> register("user-1", "device-1", "everything"));
    answers.put("registerDevice noticed", ApiExamplesHttpTest::registerWithNotices);
    answers.put("listDevices one", () -> edge.send(request("listDevices")));
    answers.put(
        "listDevices none",
        () ->
            edge.send(
                as(
                    API.request(edge, API.operation("listDevices"), Map.of()),
                    edge.tokens().of("nobody", "demo"))));
    answers.put("testDevice sent", () -> edge.send(request("testDevice")));
    answers.put("listDevicesOfUser one", () -> edge.send(request("listDevicesOfUser")));
    answers.put(
        "listDevicesOfUser none",
        () -> edge.send(request(API.operation("listDevicesOfUser"), Map.of("user", "nobody"))));
    answers.put("eraseUser erased", () -> edge.send(request("eraseUser")));
    answers.put("exportDevices complete", () -> edge.send(request("exportDevices")));
    answers.put(
        "exportDevices limited",
        () ->
            edge.send(
                as(
                    edge.anonymous("/v1/apps/demo/devices:export?limit=1"),
                    edge.tokens().ofOperator("demo"))));
    answers.put("importDevices complete", () -> edge.send(request("importDevices")));
    answers.put(
        "importDevices noticed", () -> imports(importing, lines.replace("de-CH", "de_CH.UTF-8")));
    answers.put("importDevices refused", () -> imports(importing, lines.replace("WEB", "TV")));
    answers.put(
        "importDevices interrupted",
        () -> imports(importing, lines.replace("device-2", "unreachable")));
    return answers;
  }

  private static HttpResponse<String> imports(Operation operation, String lines) {
    return edge.send(
        request(operation, Map.of())
            .method(operation.method(), HttpRequest.BodyPublishers.ofString(lines)));
  }

  private static HttpResponse<String> missing(String key) {
    throw new AssertionError("nothing says how to come by the example " + key);
  }

  private static JsonNode described(Operation operation, HttpResponse<String> answer) {
    return operation.definition().path("responses").path(Integer.toString(answer.statusCode()));
  }

  private static void assertMatches(JsonNode schema, String body) {
    JsonNode line = schema.path("contentSchema");
    if (line.isMissingNode()) {
      assertThat(API.schema(schema).validate(ApiContract.JSON.readTree(body))).as(body).isEmpty();
    } else {
      body.lines()
          .forEach(text ->
              assertThat(API.schema(line).validate(ApiContract.JSON.readTree(text)))
                  .as(text)
                  .isEmpty());
    }
  }

  private static String withoutChance(String body) {
    return body.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
  }

  private static HttpResponse<String> register(String user, String device, String example) {
    Operation operation = API.operation("registerDevice");
    HttpRequest.Builder request =
        as(edge.anonymous("/v1/apps/demo/devices/" + device), edge.tokens().of(user, "demo"));
    ApiContract.send(
        request,
        operation,
        "application/json",
        operation.definition().at("/requestBody/content/application~1json/examples/" + example));
    return edge.send(request);
  }

  private static HttpResponse<String> registerWithNotices() {
    return edge.send(
        as(edge.anonymous("/v1/apps/demo/devices/device-1"), edge.tokens().of("user-1", "demo"))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"address": {"type": "TOKEN", "value": "an-address"}, "platform": "ANDROID",
                     "locale": "zh_CN_#Hans", "time_zone": "CEST", "shoe_size": 44}\
                    """)));
  }

  private static HttpRequest.Builder request(String operation) {
    return request(API.operation(operation), Map.of());
  }

  /** With a token as the description asks for. */
  private static HttpRequest.Builder request(Operation operation, Map<String, String> parameters) {
    HttpRequest.Builder request = API.request(edge, operation, parameters);
    JsonNode security =
        operation.definition().path("security").isMissingNode()
            ? API.root().path("security")
            : operation.definition().path("security");
    if (security.isEmpty()) {
      return request;
    }
    return as(
        request,
        security.path(0).has("operator")
            ? edge.tokens().ofOperator("demo")
            : edge.tokens().of("user-1", "demo"));
  }

  private static HttpRequest.Builder as(HttpRequest.Builder request, String token) {
    return request.setHeader("Authorization", "Bearer " + token);
  }
}
