package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.token.AccessTokens;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TestPush;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DevicesHttpTest {

  private static final String PHONE = "/v1/apps/demo/devices/phone";
  private static final String REGISTRATION =
      """
      {"address": {"type": "TOKEN", "value": "an-address"}, "platform": "ANDROID"}\
      """;

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory, @TempDir Path apps) throws IOException {
    Files.writeString(
        apps.resolve("browsers.yaml"),
        """
        firebase: {project: fixture, credentials: /nowhere/key.json}
        platforms: [WEB]
        """);
    edge = HttpEdge.start(directory, "--chatpush.app-files.directory=" + apps);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @Test
  void acceptsARegistrationWithEverything() {
    HttpResponse<String> answer =
        edge.put(
            PHONE,
            """
            {"address": {"type": "FID", "value": "an-address"}, "platform": "IOS",
             "locale": "de-CH", "time_zone": "Europe/Zurich", "app_version": "1.2.3"}\
            """);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(edge.published().last())
        .isEqualTo(
            new DeviceChange.Registered(
                new DeviceRegistration(
                    new AppId("demo"),
                    new UserId("maya"),
                    new DeviceId("phone"),
                    new PushAddress(AddressType.FID, "an-address"),
                    Platform.IOS,
                    new LanguageTag("de-CH"),
                    new TimeZoneName("Europe/Zurich"),
                    new AppVersion("1.2.3")),
                null,
                null,
                HttpEdge.NOW));
  }

  @Test
  void registersOnlyThePlatformsOfTheApp() {
    HttpResponse<String> refused = registerInBrowsersApp("ANDROID");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"platform\"", "is not among the platforms in the settings of the app");
    assertThat(registerInBrowsersApp("WEB").statusCode()).isEqualTo(202);
  }

  private static HttpResponse<String> registerInBrowsersApp(String platform) {
    return edge.send(
        edge.anonymous("/v1/apps/browsers/devices/one")
            .header("Authorization", "Bearer " + edge.tokens().of("maya", "browsers"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(REGISTRATION.replace("ANDROID", platform))));
  }

  @Test
  void takesTheAddressThatANewOneReplaces() {
    assertThat(edge.put(PHONE, withPrevious("old-address")).statusCode()).isEqualTo(202);
    assertThat(((DeviceChange.Registered) edge.published().last()).previousAddress())
        .isEqualTo(new PushAddress(AddressType.TOKEN, "old-address"));

    assertThat(edge.put(PHONE, withPrevious("an-address")).statusCode()).isEqualTo(202);
    assertThat(((DeviceChange.Registered) edge.published().last()).previousAddress())
        .as("the same address replaces nothing")
        .isNull();

    assertThat(edge.put(PHONE, withPrevious("an address")).statusCode()).isEqualTo(202);
    assertThat(((DeviceChange.Registered) edge.published().last()).previousAddress())
        .as("what is no address replaces nothing")
        .isNull();
  }

  @Test
  void showsTheUsersOwnDevicesWithMaskedAddresses() {
    String device = "/v1/apps/demo/devices/of-lena";
    edge.send(
        as("lena", device)
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"address": {"type": "TOKEN", "value": "a-rather-long-secret-address-wxyz"},
                     "platform": "WEB", "locale": "de-CH"}\
                    """)));

    HttpResponse<String> answer = edge.send(as("lena", "/v1/apps/demo/devices"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"devices":[{"device_id":"of-lena","address":{"type":"TOKEN","value":"\u2026wxyz"},\
            "platform":"WEB","locale":"de-CH","registered_at":"2026-01-02T03:04:05.006Z",\
            "refreshed_at":"2026-01-02T03:04:05.006Z"}]}\
            """);
    assertThat(edge.send(as("omar", "/v1/apps/demo/devices")).body()).isEqualTo("{\"devices\":[]}");
  }

  @Test
  void sendsATestPushToTheUsersOwnDevice() {
    edge.send(
        as("ida", "/v1/apps/demo/devices/id:a")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(REGISTRATION)));

    HttpResponse<String> answer =
        edge.send(as("ida", "/v1/apps/demo/devices/id:a:test").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    TestPush push = edge.testPushes().pushes().getLast();
    assertThat(push.user()).isEqualTo(new UserId("ida"));
    assertThat(push.device()).isEqualTo(new DeviceId("id:a"));
    assertThat(answer.body()).isEqualTo("{\"message_id\":\"" + push.messageId() + "\"}");
  }

  @Test
  void sendsNoTestPushToSomebodyElsesDevice() {
    edge.put("/v1/apps/demo/devices/of-maya", REGISTRATION);

    assertProblem(
        edge.send(as("eve", "/v1/apps/demo/devices/of-maya:test").POST(BodyPublishers.noBody())),
        404,
        "unknown-device");
  }

  @Test
  void acceptsTheRemovalOfADevice() {
    HttpResponse<String> answer = edge.send(edge.authenticated(PHONE).DELETE());

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(edge.published().last())
        .isEqualTo(
            new DeviceChange.Removed(
                new AppId("demo"),
                new UserId("maya"),
                new DeviceId("phone"),
                DeviceChange.Removed.Reason.REMOVED,
                HttpEdge.NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|b", "a/b", "a//b", "100%", "a;b=c", "a b", "a.b", "...", "a..b", "a\\b", "é漢🙂", "?#&+"
      })
  void takesAnyPrintableIdPercentEncoded(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");

    HttpResponse<String> answer = edge.put("/v1/apps/demo/devices/" + encoded, REGISTRATION);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(edge.published().last().device().value()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "%00, must not contain control characters",
    "a%0Ab, must not contain control characters",
    "%FF, must be well-formed Unicode",
    "%ED%A0%80, must be well-formed Unicode"
  })
  void refusesAnIdThatIsNotPrintable(String encoded, String rule) {
    assertFieldError(edge.put("/v1/apps/demo/devices/" + encoded, REGISTRATION), "device", rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2E%2E", "%2E", "a%2F%2E%2E%2Fb"})
  void refusesAnIdThatEverythingOnTheWayTakesForADirectory(String encoded) {
    HttpResponse<String> answer = edge.put("/v1/apps/demo/devices/" + encoded, REGISTRATION);

    assertProblem(answer, 400, "invalid-request");
    assertThat(edge.published().changes())
        .noneMatch(c -> c.device().value().matches("(.*/)?[.]{1,2}(/.*)?"));
  }

  @Test
  void refusesAnIdOfMoreThan256Bytes() {
    String path = "/v1/apps/demo/devices/" + "%C3%A9".repeat(128);

    assertThat(edge.put(path, REGISTRATION).statusCode()).isEqualTo(202);
    assertFieldError(
        edge.put(path + "e", REGISTRATION), "device", "must be at most 256 bytes of UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {"platform": "IOS"}                                        ~ address
          {"address": "x", "platform": "IOS"}                        ~ address
          {"address": {"value": "x"}, "platform": "IOS"}             ~ address.type
          {"address": {"type": "APNS", "value": "x"}, "platform": "IOS"} ~ address.type
          {"address": {"type": "TOKEN"}, "platform": "IOS"}          ~ address.value
          {"address": {"type": "TOKEN", "value": ""}, "platform": "IOS"} ~ address.value
          {"address": {"type": "TOKEN", "value": "ü"}, "platform": "IOS"} ~ address.value
          {"address": {"type": "TOKEN", "value": 7}, "platform": "IOS"} ~ address.value
          {"address": {"type": "TOKEN", "value": "x"}}               ~ platform
          {"address": {"type": "TOKEN", "value": "x"}, "platform": "UNKNOWN"} ~ platform
          {"address": {"type": "TOKEN", "value": "x"}, "platform": null} ~ platform
          {"address": {"type": "TOKEN", "value": "x"}, "platform": ["IOS"]} ~ platform
          {"address": {"type": "TOKEN", "value": "x"}, "Platform": "IOS"} ~ platform
          """)
  void namesTheFieldThatIsWrong(String body, String field) {
    HttpResponse<String> answer = edge.put(PHONE, body);

    assertProblem(answer, 400, "invalid-request");
    assertThat(fields(answer)).containsExactly(field);
  }

  @Test
  void namesEveryFieldThatIsWrongAtOnceAndQuotesNone() {
    HttpResponse<String> answer =
        edge.put(
            PHONE,
            """
            {"address": {"type": "MAIL", "value": "secret address"}, "platform": "secret platform",
             "locale": "secret locale", "app_version": 1, "extra": "secret extra"}\
            """);

    assertThat(fields(answer))
        .containsExactlyInAnyOrder("address.type", "address.value", "platform");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"address\": secret}", "{} {}", "{\"platform\": 1, \"platform\": 2}"})
  void saysWhereTheBodyIsNotJson(String body) {
    HttpResponse<String> answer = edge.put(PHONE, body);

    assertProblem(answer, 400, "malformed-json");
    assertThat(answer.body()).contains("line 1").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "\"text\""})
  void refusesABodyThatIsNoObject(String body) {
    assertProblem(edge.put(PHONE, body), 400, "invalid-request");
  }

  @Test
  void takesTheLargestAddressAndRefusesALargerOne() {
    String template =
        "{\"address\": {\"type\": \"TOKEN\", \"value\": \"%s\"}, \"platform\": \"WEB\"}";

    assertThat(edge.put(PHONE, template.formatted("a".repeat(4096))).statusCode()).isEqualTo(202);
    assertFieldError(
        edge.put(PHONE, template.formatted("a".repeat(4097))),
        "address.value",
        "must have 1 to 4096 characters");
  }

  @Test
  void refusesATokenThatIsExpiredForeignOrGarbage() {
    String expired =
        edge.tokens()
            .sign(
                new JWTClaimsSet.Builder()
                    .subject("maya")
                    .claim("app", "demo")
                    .expirationTime(Date.from(Instant.now().minusSeconds(3600)))
                    .build());
    String foreign = new AccessTokens().of("maya", "demo");

    for (String token : List.of(expired, foreign, "garbage", "a.b.c")) {
      HttpResponse<String> answer = removeWith(token, PHONE);
      assertProblem(answer, 401, "unauthenticated");
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer error=\"invalid_token\"");
      assertThat(answer.body()).doesNotContain(token);
    }
  }

  @Test
  void takesATokenForSeveralApps() {
    String token = edge.tokens().of("maya", List.of("other", "demo"));

    assertThat(removeWith(token, PHONE).statusCode()).isEqualTo(202);
  }

  @Test
  void forbidsWhatTheTokenDoesNotName() {
    assertProblem(removeWith(edge.tokens().of("maya", "other"), PHONE), 403, "forbidden");
    assertProblem(removeWith(edge.tokens().of("maya", List.of()), PHONE), 403, "forbidden");
    assertProblem(removeWith(edge.tokens().of("maya", 7), PHONE), 403, "forbidden");
    assertProblem(removeWith(edge.tokens().of("maya\n", "demo"), PHONE), 403, "forbidden");
    assertProblem(removeWith(edge.tokens().of("", "demo"), PHONE), 403, "forbidden");
  }

  @Test
  void showsHealthAndMetersToEverybodyAndNothingElse() {
    assertThat(edge.send(edge.anonymous("/actuator/health/liveness")).statusCode()).isEqualTo(200);
    assertThat(edge.send(edge.anonymous("/actuator/health/readiness")).statusCode()).isEqualTo(200);
    assertThat(edge.send(edge.anonymous("/actuator/prometheus")).body())
        .contains("push_registrations_total{result=\"unavailable\",type=\"remove\"}");
    assertProblem(edge.send(edge.anonymous("/actuator/env")), 401, "unauthenticated");
  }

  @Test
  void rendersTheMetersAsTheClientAsks() {
    HttpResponse<String> some =
        edge.send(
            edge.anonymous("/actuator/prometheus?includedNames=push_registrations")
                .header("Accept", "application/openmetrics-text; version=1.0.0"));

    assertThat(some.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(some.body())
        .contains("push_registrations_total{")
        .doesNotContain("jvm_")
        .endsWith("# EOF\n");
  }

  private static HttpResponse<String> removeWith(String token, String path) {
    return edge.send(edge.anonymous(path).header("Authorization", "Bearer " + token).DELETE());
  }

  private static void assertFieldError(HttpResponse<String> answer, String field, String rule) {
    assertProblem(answer, 400, "invalid-request");
    JsonNode errors = json(answer).get("errors");
    assertThat(errors.get(0).get("field").stringValue()).isEqualTo(field);
    assertThat(errors.get(0).get("message").stringValue()).isEqualTo(rule);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:chatpush:problem:" + type);
    assertThat(problem.get("title").stringValue()).isNotBlank();
    assertThat(problem.get("detail").stringValue()).isNotBlank();
  }

  private static List<String> fields(HttpResponse<String> answer) {
    List<String> fields = new ArrayList<>();
    json(answer).get("errors").forEach(error -> fields.add(error.get("field").stringValue()));
    return fields;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String withPrevious(String value) {
    return """
    {"address": {"type": "TOKEN", "value": "an-address"}, "platform": "ANDROID",
     "previous_address": {"type": "TOKEN", "value": "%s"}}\
    """
        .formatted(value);
  }

  private static HttpRequest.Builder as(String user, String path) {
    return edge.anonymous(path).header("Authorization", "Bearer " + edge.tokens().of(user, "demo"));
  }
}
