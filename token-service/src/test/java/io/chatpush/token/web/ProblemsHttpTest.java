package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.token.AccessTokens;
import io.chatpush.token.web.ApiDescription.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every problem that the description has of every operation, as it is answered: the whole body, its
 * media type, its headers. What is not here is not described, and the reverse.
 */
class ProblemsHttpTest {

  private static final ApiContract API = new ApiContract();

  /** Stands for requests that no operation is for. */
  private static final String OTHER = "x-other-requests";

  private static final Set<String> OF_THE_CALLER =
      Set.of("registerDevice", "removeDevice", "listDevices", "testDevice");
  private static final Set<String> LIMITED = Set.of("registerDevice", "removeDevice", "testDevice");
  private static final Set<String> FOR_EVERYBODY = Set.of("openApi", "docs");

  /** These answer with the one media type that the controller names. */
  private static final Map<String, String> NEGOTIATED =
      Map.of(
          "listDevices", "application/json",
          "testDevice", "application/json",
          "listDevicesOfUser", "application/json",
          "eraseUser", "application/json",
          "openApi", "application/yaml",
          "docs", "text/html;charset=UTF-8");

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
    edge.useUpTheRateOf("greedy");
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  /**
   * A request that ends in a problem.
   *
   * @param operation which it is for
   * @param headers that the answer must have, in part
   */
  record Case(
      String operation,
      String what,
      Supplier<HttpRequest.Builder> request,
      ObjectNode problem,
      Map<String, String> headers) {

    Case(String operation, String what, Supplier<HttpRequest.Builder> request, ObjectNode problem) {
      this(operation, what, request, problem, Map.of());
    }

    String status() {
      return problem.path("status").asString();
    }

    JsonNode described() {
      JsonNode responses =
          operation.equals(OTHER)
              ? API.root().path(OTHER)
              : API.operation(operation).definition().path("responses");
      return API.resolve(responses.path(status()));
    }

    @Override
    public String toString() {
      return operation + " " + status() + " " + what;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersWithTheWholeProblem(Case problem) {
    HttpResponse<String> answer = edge.send(problem.request().get());

    assertThat(answer.headers().firstValue("Content-Type"))
        .as(answer.body())
        .hasValue("application/problem+json");
    JsonNode body = ApiContract.JSON.readTree(answer.body());
    assertThat(body).isEqualTo(problem.problem());
    assertThat(answer.statusCode()).isEqualTo(body.path("status").intValue());
    problem
        .headers()
        .forEach((name, value) ->
            assertThat(answer.headers().allValues(name)).as(name).containsExactly(value));

    JsonNode described = problem.described();
    assertThat(API.schema(described.at("/content/application~1problem+json/schema")).validate(body))
        .isEmpty();
    described
        .path("headers")
        .propertyNames()
        .forEach(name -> assertThat(answer.headers().firstValue(name)).as(name).isPresent());
  }

  @Test
  void namesTheMethodsThereAre() {
    for (Operation operation : API.operations()) {
      HttpResponse<String> answer =
          edge.send(allowed(operation, Map.of()).method("PATCH", BodyPublishers.noBody()));
      assertThat(answer.headers().firstValue("Allow").orElseThrow())
          .as(operation.path())
          .contains(operation.method());
    }
  }

  @Test
  void isAllThatTheDescriptionHas() {
    Set<String> answered = new TreeSet<>();
    cases()
        .filter(c -> c.status().startsWith("4"))
        .forEach(c ->
            answered.add(
                c.operation() + " " + c.status() + " " + c.problem().path("type").asString()));

    Set<String> described = new TreeSet<>();
    for (Operation operation : API.operations()) {
      describe(operation.id(), operation.definition().path("responses"), described);
    }
    describe(OTHER, API.root().path(OTHER), described);
    assertThat(answered).isEqualTo(described);
  }

  @Test
  void isWhereTheExamplesOfTheDescriptionComeFrom() {
    API.root()
        .at("/components/responses")
        .forEachEntry((name, response) -> {
          Collection<JsonNode> answered = new HashSet<>();
          cases()
              .filter(c -> c.described().equals(response))
              .forEach(c -> answered.add(c.problem()));
          response
              .at("/content/application~1problem+json/examples")
              .forEachEntry((example, value) ->
                  assertThat(answered).as("%s %s", name, example).contains(value.path("value")));
        });
  }

  private static void describe(String operation, JsonNode responses, Set<String> described) {
    responses.forEachEntry((status, reference) -> {
      if (status.startsWith("4")) {
        ApiContract.typesOf(API.resolve(reference))
            .forEach(type -> described.add(operation + " " + status + " " + type));
      }
    });
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Operation operation : API.operations()) {
      String id = operation.id();
      addUnauthenticated(cases, operation);
      if (!FOR_EVERYBODY.contains(id)) {
        addWhatTheTokenDoesNotAllow(cases, operation);
      }
      if (NEGOTIATED.containsKey(id)) {
        addNotAcceptable(cases, operation, NEGOTIATED.getOrDefault(id, ""));
      }
      if (LIMITED.contains(id)) {
        addTooManyRequests(cases, operation);
      }
    }
    addOfOneOperation(cases);
    addUnavailable(cases);
    addOfNoOperation(cases);
    return cases.stream();
  }

  private static void addUnauthenticated(List<Case> cases, Operation operation) {
    if (!FOR_EVERYBODY.contains(operation.id())) {
      cases.add(
          new Case(
              operation.id(),
              "without a token",
              () -> API.request(edge, operation, Map.of()),
              problem(
                  401,
                  "unauthenticated",
                  "A valid access token is needed",
                  "Send Authorization: Bearer with an access token."),
              Map.of("WWW-Authenticate", "Bearer")));
    }
    cases.add(
        new Case(
            operation.id(),
            "with somebody else's token",
            () ->
                with(API.request(edge, operation, Map.of()), new AccessTokens().ofOperator("demo")),
            problem(
                401,
                "unauthenticated",
                "A valid access token is needed",
                "The access token is malformed, expired, not meant for this service, or not signed"
                    + " by a key it trusts."),
            Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\"")));
  }

  private static void addWhatTheTokenDoesNotAllow(List<Case> cases, Operation operation) {
    String id = operation.id();
    cases.add(
        new Case(
            id,
            "of another app",
            () -> with(API.request(edge, operation, Map.of()), token(operation, "another")),
            problem(
                403,
                "forbidden",
                "The access token does not allow this",
                "The token's claim app does not name this app.")));
    cases.add(
        OF_THE_CALLER.contains(id)
            ? new Case(
                id,
                "of nobody",
                () -> with(API.request(edge, operation, Map.of()), edge.tokens().of("", "demo")),
                problem(
                    403,
                    "forbidden",
                    "The access token does not allow this",
                    "The token's claim sub is not a user: it must not be empty."))
            : new Case(
                id,
                "without the scope",
                () ->
                    with(API.request(edge, operation, Map.of()), edge.tokens().of("maya", "demo")),
                problem(
                    403,
                    "forbidden",
                    "The access token does not allow this",
                    "The access token's claim scope must contain %s."
                        .formatted(scopeOf(operation))),
                Map.of(
                    "WWW-Authenticate",
                    "Bearer error=\"insufficient_scope\", scope=\"%s\""
                        .formatted(scopeOf(operation)))));
    cases.add(
        new Case(
            id,
            "of an app that is not there",
            () ->
                with(
                    API.request(edge, operation, Map.of("app", "absent")),
                    token(operation, "absent")),
            problem(
                404,
                "unknown-app",
                "There is no such app",
                "No app of this deployment has this id.")));
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asString();
      if (parameter.path("in").asString().equals("path")) {
        cases.add(
            invalid(
                id,
                "with a control character in " + name,
                () -> allowed(operation, Map.of(name, "%0A")),
                name,
                "must not contain control characters"));
      }
    }
  }

  private static void addNotAcceptable(List<Case> cases, Operation operation, String there) {
    cases.add(
        new Case(
            operation.id(),
            "for a picture",
            () -> allowed(operation, Map.of()).header("Accept", "image/png"),
            problem(
                406,
                "not-acceptable",
                "No acceptable representation",
                "The header Accept of this answer names the media types there are."),
            Map.of("Accept", there)));
  }

  private static void addTooManyRequests(List<Case> cases, Operation operation) {
    cases.add(
        new Case(
            operation.id(),
            "once too often",
            () -> with(API.request(edge, operation, Map.of()), edge.tokens().of("greedy", "demo")),
            problem(
                429,
                "too-many-requests",
                "The user asks too often",
                "This user changes or tests devices too often; the header Retry-After says when to"
                    + " come again."),
            Map.of("Retry-After", "1")));
  }

  private static void addOfOneOperation(List<Case> cases) {
    Operation register = API.operation("registerDevice");
    ObjectNode twoFields =
        problem(400, "invalid-request", "The request is not valid", "2 fields are not valid.");
    twoFields
        .putArray("errors")
        .add(error("address.value", "must have 1 to 4096 characters"))
        .add(error("platform", "must be one of [WEB, ANDROID, IOS]"));
    cases.add(
        new Case(
            register.id(),
            "with two wrong fields",
            () ->
                body(
                    register,
                    """
                    {"address": {"type": "TOKEN", "value": ""}, "platform": "PHONE"}\
                    """),
            twoFields));
    cases.add(
        new Case(
            register.id(),
            "without a body",
            () -> body(register, ""),
            problem(
                400,
                "invalid-request",
                "The request is not valid",
                "The request could not be read.")));
    cases.add(
        new Case(
            register.id(),
            "that is no object",
            () -> body(register, "[]"),
            problem(
                400,
                "invalid-request",
                "The request is not valid",
                "The body must be a JSON object.")));
    cases.add(
        new Case(
            register.id(),
            "that is not JSON",
            () -> body(register, "{"),
            problem(
                400,
                "malformed-json",
                "The body is not JSON",
                "The body is not JSON from line 1, column 2 on.")));
    cases.add(
        new Case(
            register.id(),
            "that is too large",
            () -> body(register, " ".repeat(17 * 1024)),
            problem(
                413,
                "body-too-large",
                "The body is too large",
                "The body is larger than any valid request of this API.")));
    cases.add(
        new Case(
            register.id(),
            "of text",
            () -> allowed(register, Map.of()).setHeader("Content-Type", "text/plain"),
            problem(
                415,
                "unsupported-media-type",
                "The body must be application/json",
                "Send Content-Type: application/json."),
            Map.of("Accept", "application/json")));
    cases.add(
        new Case(
            "testDevice",
            "to a device that is not there",
            () -> allowed(API.operation("testDevice"), Map.of("device", "absent")),
            problem(
                404,
                "unknown-device",
                "The user has no such device",
                "The user has no such device. One that was registered a moment ago may be there in"
                    + " a second.")));
    cases.add(
        invalid(
            "exportDevices",
            "from nowhere",
            () -> operator("/v1/apps/demo/devices:export?cursor=nonsense"),
            "cursor",
            "is not one that an export gave"));
    for (String limit : List.of("0", "many", "9223372036854775808")) {
      cases.add(
          invalid(
              "exportDevices",
              "of " + limit,
              () -> operator("/v1/apps/demo/devices:export?limit=" + limit),
              "limit",
              "must be a number from 1 on"));
    }
    cases.add(
        invalid(
            "importDevices",
            "from before the beginning",
            () -> operator("/v1/apps/demo/devices:import?skip=-1").POST(BodyPublishers.noBody()),
            "skip",
            "must be a number from 0 on"));
  }

  private static void addUnavailable(List<Case> cases) {
    Map<String, String> headers = Map.of("Retry-After", "10");
    ObjectNode kafka =
        problem(
            503,
            "unavailable",
            "The service cannot do this now",
            "Kafka did not acknowledge in time.");
    for (String id : List.of("registerDevice", "removeDevice", "removeDeviceOfUser")) {
      cases.add(
          new Case(
              id,
              "while Kafka is down",
              () -> allowed(API.operation(id), Map.of("device", "unreachable")),
              kafka,
              headers));
    }
    ObjectNode moving =
        problem(
            503,
            "unavailable",
            "The service cannot do this now",
            "The devices are moving from one instance to another.");
    for (String id : List.of("listDevices", "testDevice")) {
      cases.add(
          new Case(
              id,
              "while devices move",
              () ->
                  with(
                      API.request(edge, API.operation(id), Map.of()),
                      edge.tokens().of("moving", "demo")),
              moving,
              headers));
    }
    for (String id : List.of("listDevicesOfUser", "eraseUser")) {
      cases.add(
          new Case(
              id,
              "while devices move",
              () -> allowed(API.operation(id), Map.of("user", "moving")),
              moving,
              headers));
    }
  }

  private static void addOfNoOperation(List<Case> cases) {
    for (String path : List.of("%2E", "%2E%2E", "a%2F%2E%2E%2Fb")) {
      cases.add(
          new Case(
              OTHER,
              path,
              () -> edge.authenticated("/v1/apps/demo/devices/" + path).DELETE(),
              problem(
                  400,
                  "invalid-request",
                  "The request is not valid",
                  "The path has a part that is . or .., or a header is not printable.")));
    }
    cases.add(
        new Case(
            OTHER,
            "without a token",
            () -> edge.anonymous("/v2/apps"),
            problem(
                401,
                "unauthenticated",
                "A valid access token is needed",
                "Send Authorization: Bearer with an access token."),
            Map.of("WWW-Authenticate", "Bearer")));
    for (String path : List.of("/v2/apps", "/v1/apps/demo", "/v1/docs/", "/")) {
      cases.add(
          new Case(
              OTHER,
              path,
              () -> edge.authenticated(path),
              problem(404, "not-found", "There is nothing here", "No resource has this path.")));
    }
    for (Operation operation : API.operations()) {
      cases.add(
          new Case(
              OTHER,
              "PATCH " + operation.path(),
              () -> allowed(operation, Map.of()).method("PATCH", BodyPublishers.noBody()),
              problem(
                  405,
                  "method-not-allowed",
                  "The method is not allowed here",
                  "The header Allow names those that are.")));
    }
  }

  private static Case invalid(
      String operation,
      String what,
      Supplier<HttpRequest.Builder> request,
      String field,
      String rule) {
    ObjectNode problem =
        problem(400, "invalid-request", "The request is not valid", "One field is not valid.");
    problem.putArray("errors").add(error(field, rule));
    return new Case(operation, what, request, problem);
  }

  private static ObjectNode problem(int status, String type, String title, String detail) {
    return ApiContract.JSON
        .createObjectNode()
        .put("type", "urn:chatpush:problem:" + type)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }

  private static ObjectNode error(String field, String message) {
    return ApiContract.JSON.createObjectNode().put("field", field).put("message", message);
  }

  /** The request of the description, with a token that allows it. */
  private static HttpRequest.Builder allowed(Operation operation, Map<String, String> parameters) {
    return with(API.request(edge, operation, parameters), token(operation, "demo"));
  }

  private static HttpRequest.Builder body(Operation operation, String body) {
    return allowed(operation, Map.of()).method(operation.method(), BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder operator(String path) {
    return with(edge.anonymous(path), edge.tokens().ofOperator("demo"));
  }

  private static String token(Operation operation, String app) {
    return OF_THE_CALLER.contains(operation.id())
        ? edge.tokens().of("user-1", app)
        : edge.tokens().ofOperator(app);
  }

  /** The scope that the description says. */
  private static String scopeOf(Operation operation) {
    return operation.definition().at("/security/0/operator/0").asString();
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }
}
