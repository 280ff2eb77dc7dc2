package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import io.chatpush.token.web.ApiDescription.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** The description says what the code does: no operation, field, limit or problem more or less. */
class ApiDescriptionTest {

  private static final ApiContract API = new ApiContract();

  /** The types of problems less those of dispatch-service. */
  private static final List<ProblemType> OF_THIS_API =
      Stream.of(ProblemType.values())
          .filter(type ->
              !Set.of(
                      ProblemType.API_OFF,
                      ProblemType.UNKNOWN_LETTER,
                      ProblemType.UNKNOWN_JOB,
                      ProblemType.UNKNOWN_MESSAGE,
                      ProblemType.JOB_RUNS)
                  .contains(type))
          .toList();

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  /** An operation as description and code can both tell it. */
  private record Route(
      String method, String path, Set<String> parameters, Set<String> takes, Set<String> gives) {}

  @Test
  void hasTheOperationsThatTheControllersHave() {
    Map<String, Route> routes = new TreeMap<>();
    edge.routes()
        .forEach((info, method) -> {
          Set<String> parameters = new TreeSet<>();
          for (var parameter : method.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(PathVariable.class)
                || parameter.hasParameterAnnotation(RequestParam.class)) {
              parameters.add(String.valueOf(parameter.getParameter().getName()));
            }
          }
          String verb = info.getMethodsCondition().getMethods().iterator().next().name();
          String path =
              info.getPatternsCondition().getPatterns().iterator().next().getPatternString();
          routes.put(
              verb + " " + path,
              new Route(
                  verb,
                  path,
                  parameters,
                  texts(info.getConsumesCondition().getConsumableMediaTypes()),
                  texts(info.getProducesCondition().getProducibleMediaTypes())));
        });
    Map<String, Route> described = new TreeMap<>();
    for (Operation operation : API.operations()) {
      String key = operation.method() + " " + operation.path();
      Route route = routes.get(key);
      described.put(
          key,
          new Route(
              operation.method(),
              operation.path(),
              operation.parameters().stream()
                  .map(p -> p.path("name").asString())
                  .collect(Collectors.toCollection(TreeSet::new)),
              // What a controller leaves open it reads, or writes, by hand.
              route == null || route.takes().isEmpty() ? Set.of() : bodyTypes(operation),
              route == null || route.gives().isEmpty() ? Set.of() : answerTypes(operation)));
    }

    assertThat(described).isEqualTo(routes);
  }

  @Test
  void isOpenApi() throws IOException {
    JsonNode rules;
    try (InputStream in = ApiDescriptionTest.class.getResourceAsStream("openapi-objects.yaml")) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      rules = ApiContract.JSON.valueToTree(tree);
    }

    assertThat(ApiContract.schemaOf(rules).validate(API.root())).isEmpty();
    API.root()
        .at("/components/schemas")
        .forEachEntry((name, schema) -> assertThat(ApiContract.flaws(schema)).as(name).isEmpty());
    assertThat(API.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
    for (Operation operation : API.operations()) {
      Set<String> inPath =
          operation.parameters().stream()
              .filter(p -> p.path("in").asString().equals("path"))
              .map(p -> "{" + p.path("name").asString() + "}")
              .collect(Collectors.toSet());
      assertThat(operation.path().replaceAll("[^{}]*(\\{[^}]*})[^{}]*", "$1 ").split(" ", -1))
          .as(operation.id())
          .filteredOn(text -> text.startsWith("{"))
          .containsExactlyInAnyOrderElementsOf(inPath);
    }
  }

  @Test
  void refersToWhatThereIsAndHasNothingThatNobodyRefersTo() {
    Set<String> references = new HashSet<>();
    walk(
        API.root(),
        node -> {
          if (node.path("$ref").isString()) {
            references.add(node.path("$ref").stringValue());
          }
        });

    Set<String> components = new HashSet<>();
    for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
      API.root()
          .at("/components/" + kind)
          .propertyNames()
          .forEach(name -> components.add("#/components/" + kind + "/" + name));
    }
    assertThat(references).isEqualTo(components);
  }

  @Test
  void hasTheProblemsThatThereAre() {
    assertThat(API.root().at("/components/schemas/ProblemType/oneOf").valueStream())
        .extracting(type -> type.path("const").asString(), type -> type.path("title").asString())
        .containsExactlyElementsOf(
            OF_THIS_API.stream()
                .map(type ->
                    org.assertj.core.groups.Tuple.tuple(type.uri().toString(), type.title()))
                .toList());
    Map<String, Integer> statuses = new TreeMap<>();
    for (JsonNode response : API.root().at("/components/responses")) {
      JsonNode status =
          response.at("/content/application~1problem+json/schema/allOf/1/properties/status/const");
      ApiContract.typesOf(response).forEach(type -> statuses.put(type, status.asInt()));
    }
    assertThat(statuses)
        .isEqualTo(
            OF_THIS_API.stream()
                .collect(
                    Collectors.toMap(
                        type -> type.uri().toString(), type -> type.status().value())));
  }

  @Test
  void saysOfEveryProblemItsOwnStatus() {
    for (Operation operation : API.operations()) {
      operation
          .definition()
          .path("responses")
          .forEachEntry((status, reference) -> {
            JsonNode response = API.resolve(reference);
            for (String uri : ApiContract.typesOf(response)) {
              assertThat(
                      OF_THIS_API.stream()
                          .filter(type -> type.uri().equals(URI.create(uri)))
                          .map(type -> Integer.toString(type.status().value())))
                  .as("%s %s", operation.id(), uri)
                  .containsExactly(status);
            }
          });
    }
  }

  @Test
  void hasTheFieldsThatAreReadAndWritten() {
    assertThat(fields("Registration")).isEqualTo(RegistrationBody.FIELDS);
    assertThat(fields("ImportedDevice")).isEqualTo(RegistrationBody.IMPORTED_FIELDS);
    assertThat(fields("Address")).isEqualTo(RegistrationBody.ADDRESS_FIELDS);
    assertThat(fields("ExportedDevice")).isEqualTo(components(DeviceView.class));
    Set<String> shown = new HashSet<>(components(DeviceView.class));
    shown.remove("user_id");
    assertThat(fields("Device")).isEqualTo(shown);
    assertThat(
            new HashSet<>(
                API.root()
                    .at("/components/schemas/Device/properties/address/properties")
                    .propertyNames()))
        .isEqualTo(components(DeviceView.Address.class));
    assertThat(fields("Devices")).isEqualTo(components(DeviceView.Devices.class));
    assertThat(fields("Registered")).isEqualTo(components(Accepted.class));
    Set<String> said = new HashSet<>(components(Notice.class));
    said.remove("source");
    assertThat(fields("Notice")).isEqualTo(said);
    assertThat(
            API.root()
                .at("/components/schemas/Notice/properties/notice/enum")
                .valueStream()
                .map(JsonNode::asString))
        .containsExactlyElementsOf(
            Arrays.stream(Notice.Kind.values()).map(Notice.Kind::text).toList());
    assertThat(fields("Problem")).isEqualTo(components(Problem.class));
    assertThat(fields("FieldError")).isEqualTo(components(Problem.FieldError.class));
    assertThat(schema("Platform").path("enum").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(names(Platform.WEB, Platform.ANDROID, Platform.IOS));
    assertThat(schema("AddressType").path("enum").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(names(AddressType.TOKEN, AddressType.FID));
  }

  static Stream<Limit> limits() {
    return Stream.of(
        new Limit("Id", "a", AppId::new),
        new Limit("Id", "a", UserId::new),
        new Limit("Id", "a", DeviceId::new),
        new Limit("AppVersion", "a", AppVersion::new),
        new Limit("TimeZone", "a", TimeZoneName::new),
        new Limit("Locale", "de-x-", LanguageTag::new));
  }

  /**
   * @param beginning of a text that is valid at any length up to the limit
   */
  record Limit(String schema, String beginning, Consumer<String> value) {}

  @ParameterizedTest
  @MethodSource("limits")
  void hasTheLimitsThatAreKept(Limit limit) {
    int most = schema(limit.schema()).path("maxLength").asInt();
    String longest = ofLength(limit.beginning(), most);
    String tooLong = ofLength(limit.beginning(), most + 1);

    assertThatCode(() -> limit.value().accept(longest)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> limit.value().accept(tooLong));
    assertThatIllegalArgumentException().isThrownBy(() -> limit.value().accept(""));
    assertThat(schema(limit.schema()).path("minLength").asInt()).isEqualTo(1);
  }

  @Test
  void hasTheLimitOfAnAddress() {
    int most = API.root().at("/components/schemas/Address/properties/value/maxLength").asInt();

    assertThatCode(() -> new PushAddress(AddressType.TOKEN, "a".repeat(most)))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PushAddress(AddressType.TOKEN, "a".repeat(most + 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/openapi.yaml",
        "/v1/docs",
        "/v1/docs/docs.js",
        "/v1/docs/swagger-ui-bundle.js",
        "/v1/docs/swagger-ui.css"
      })
  void isReadWithoutATokenAndSentAgainOnlyWhenItHasChanged(String path) {
    HttpResponse<String> answer = edge.send(edge.anonymous(path));

    assertThat(answer.statusCode()).isEqualTo(200);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    HttpResponse<String> again = edge.send(edge.anonymous(path).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void isServedAsItIsWritten() throws IOException {
    HttpResponse<String> answer = edge.send(edge.anonymous("/v1/openapi.yaml"));

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    try (InputStream in = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
      assertThat(answer.body()).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void isAPageThatLetsABrowserRunItsOwnScriptsOnly() {
    HttpResponse<String> answer = edge.send(edge.anonymous("/v1/docs"));

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow().split("; "))
        .containsExactlyInAnyOrder(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");
    assertThat(answer.body()).doesNotContain("<style", "style=", " on", "://", "src=\"/");
    assertThat(answer.body().replaceAll("<script src=\"[^\"]+\"></script>", ""))
        .doesNotContain("<script");
  }

  @Test
  void isAPageWhoseFilesAreThereAndReadTheDescription() {
    String page = edge.send(edge.anonymous("/v1/docs")).body();
    Map<String, String> loaded = new TreeMap<>();
    for (MatchResult link :
        Pattern.compile("<(?:script src|link rel=\"stylesheet\" href)=\"([^\"]+)\"")
            .matcher(page)
            .results()
            .toList()) {
      HttpResponse<String> file = edge.send(edge.anonymous("/v1/" + link.group(1)));
      assertThat(file.statusCode()).as(link.group(1)).isEqualTo(200);
      assertThat(file.body()).as(link.group(1)).isNotBlank();
      loaded.put(link.group(1), file.headers().firstValue("Content-Type").orElse(""));
    }
    assertThat(loaded)
        .isEqualTo(
            Map.of(
                "docs/docs.js", "text/javascript",
                "docs/swagger-ui-bundle.js", "text/javascript",
                "docs/swagger-ui.css", "text/css"));
    assertThat(edge.send(edge.anonymous("/v1/docs/docs.js")).body())
        .contains("url: 'openapi.yaml'", "validatorUrl: null", "supportedSubmitMethods: []")
        .doesNotContain("://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/docs/swagger-ui.js",
        "/v1/docs/index.html",
        "/v1/docs/../openapi.yaml",
        "/webjars/swagger-ui/5.34.1/index.html"
      })
  void servesNoOtherFile(String path) {
    assertThat(edge.send(edge.authenticated(path)).statusCode()).isIn(400, 404);
  }

  private static String ofLength(String beginning, int length) {
    StringBuilder text = new StringBuilder(beginning);
    while (text.length() < length) {
      // A subtag of a language tag has eight characters at most.
      text.append(
          beginning.endsWith("-") && (text.length() - beginning.length()) % 9 == 8 ? '-' : 'a');
    }
    return text.toString();
  }

  private static JsonNode schema(String name) {
    return API.root().at("/components/schemas/" + name);
  }

  private static Set<String> fields(String schema) {
    return new HashSet<>(schema(schema).path("properties").propertyNames());
  }

  private static Set<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(ApiDescriptionTest::jsonName)
        .collect(Collectors.toSet());
  }

  private static String jsonName(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property == null ? component.getName() : property.value();
  }

  private static List<String> names(Enum<?>... constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  private static Set<String> bodyTypes(Operation operation) {
    return new TreeSet<>(operation.definition().at("/requestBody/content").propertyNames());
  }

  private static Set<String> answerTypes(Operation operation) {
    Set<String> types = new TreeSet<>();
    operation
        .definition()
        .path("responses")
        .forEachEntry((status, response) -> {
          if (status.startsWith("2")) {
            types.addAll(API.resolve(response).path("content").propertyNames());
          }
        });
    return types;
  }

  private static Set<String> texts(Set<org.springframework.http.MediaType> types) {
    return types.stream()
        .map(type -> type.getType() + "/" + type.getSubtype())
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void walk(JsonNode node, Consumer<JsonNode> visitor) {
    visitor.accept(node);
    node.forEach(child -> walk(child, visitor));
  }
}
