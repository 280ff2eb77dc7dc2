package io.chatpush.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.operations.deadletters.TestDeadLetters;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who may ask the service what, and what it says to those who may not or ask wrongly. */
@ExtendWith(KafkaBackendExtension.class)
class OperatorApiIT {

  private static final String ALL =
      Stream.of(Scope.values()).map(Scope::value).collect(Collectors.joining(" "));

  /**
   * A request, and what it needs.
   *
   * @param route method and pattern, as the controllers have them
   * @param path of the request; {@code LETTER} and {@code JOB} are those of the app
   * @param body empty for none
   * @param app whether the request is about one app, so that a token for another is refused
   */
  private record Request(String route, String path, String body, Scope needs, boolean app) {

    String method() {
      return route.substring(0, route.indexOf(' '));
    }
  }

  private static final String PEEK = "GET /v1/dead-letters/{partition:\\d{1,9}}/{offset:\\d{1,18}}";

  private static final String EVENT =
      """
      {"message_id":"message-1","event_type":"NEW_MESSAGE","channel_id":"c","sender_id":"s",
       "recipients":["u"],"body":"text"}\
      """;

  private static final List<Request> REQUESTS =
      List.of(
          new Request("GET /v1/apps/{app}", "/v1/apps/test-app", "", Scope.READ, true),
          new Request("GET /v1/dead-letters", "/v1/dead-letters", "", Scope.READ, false),
          new Request(
              "GET /v1/dead-letters", "/v1/dead-letters?app=test-app", "", Scope.READ, true),
          new Request(
              "GET /v1/dead-letters",
              "/v1/dead-letters?app=test-app&group=app",
              "",
              Scope.READ,
              true),
          new Request(PEEK, "/v1/dead-letters/LETTER", "", Scope.READ, true),
          new Request(PEEK, "/v1/dead-letters/LETTER?content=true", "", Scope.CONTENT, true),
          new Request(
              "GET /v1/dead-letters/export", "/v1/dead-letters/export", "", Scope.READ, false),
          new Request(
              "GET /v1/dead-letters/export",
              "/v1/dead-letters/export?app=test-app",
              "",
              Scope.READ,
              true),
          new Request(
              "GET /v1/dead-letters/export",
              "/v1/dead-letters/export?content=true&app=test-app",
              "",
              Scope.CONTENT,
              true),
          new Request(
              "POST /v1/dead-letters/redrive",
              "/v1/dead-letters/redrive",
              "{\"app\":\"test-app\",\"dry_run\":true}",
              Scope.REDRIVE,
              true),
          new Request(
              "POST /v1/dead-letters/discard",
              "/v1/dead-letters/discard",
              "{\"app\":\"test-app\",\"dry_run\":true}",
              Scope.REDRIVE,
              true),
          new Request(
              "GET /v1/dead-letters/jobs", "/v1/dead-letters/jobs", "", Scope.REDRIVE, false),
          new Request(
              "GET /v1/dead-letters/jobs/{id}",
              "/v1/dead-letters/jobs/JOB",
              "",
              Scope.REDRIVE,
              true),
          new Request(
              "DELETE /v1/dead-letters/jobs/{id}",
              "/v1/dead-letters/jobs/JOB",
              "",
              Scope.REDRIVE,
              true),
          new Request(
              "GET /v1/apps/{app}/pushes",
              "/v1/apps/test-app/pushes?message=m",
              "",
              Scope.READ,
              true),
          new Request(
              "GET /v1/apps/{app}/messages/{message}/pushes",
              "/v1/apps/test-app/messages/message-1/pushes",
              "",
              Scope.READ,
              true),
          new Request(
              "POST /v1/apps/{app}/messages",
              "/v1/apps/test-app/messages",
              "{\"message_id\":\"m\",\"event_type\":\"NEW_MESSAGE\",\"channel_id\":\"c\",\"sender_id\":\"u\"}",
              Scope.PUBLISH,
              true),
          new Request(
              "POST /v1/apps/{app}/messages:render",
              "/v1/apps/test-app/messages:render",
              EVENT,
              Scope.READ,
              true),
          new Request(
              "POST /v1/apps/{app}/messages:validate",
              "/v1/apps/test-app/messages:validate",
              EVENT,
              Scope.PUBLISH,
              true));

  private static final List<String> ROUTES =
      List.of(
          "/v1/dead-letters",
          "/v1/dead-letters/0/0",
          "/v1/dead-letters/export",
          "/v1/dead-letters/jobs",
          "/v1/apps/test-app/messages/message-1/pushes");

  private static KafkaBackend backend;
  private static FcmSimulator simulator;
  private static KeyPair keys;
  private static RunningService service;
  private static RunningService withoutKey;

  @BeforeAll
  static void start(KafkaBackend started, @TempDir Path directory) throws Exception {
    backend = started;
    simulator = FcmSimulator.start(SimulatorOptions.defaults());
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    Path key =
        Files.writeString(
            directory.resolve("public.pem"),
            "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())));
    String fanOutNowhere = "--chatpush.fan-out.enabled=false";
    String deliverNothing = "--chatpush.delivery.enabled=false";
    service =
        RunningService.start(
            backend,
            simulator,
            directory,
            fanOutNowhere,
            deliverNothing,
            "--chatpush.access.issuers[0].public-key-location=" + key,
            "--chatpush.access.issuers[0].audiences=push",
            "--chatpush.access.issuers[0].all-apps=true");
    withoutKey = RunningService.start(backend, simulator, directory, fanOutNowhere, deliverNothing);
    for (RunningService each : List.of(service, withoutKey)) {
      Awaitility.await("ready").until(() -> each.readiness().statusCode() == 200);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    withoutKey.close();
    simulator.close();
  }

  @Test
  void answersNobodyWithoutAToken() {
    for (String route : ROUTES) {
      HttpResponse<String> response = service.send(service.request(route));
      assertThat(response.statusCode()).as(route).isEqualTo(401);
      assertThat(response.body()).contains("urn:chatpush:problem:unauthenticated");
    }
    assertThat(service.send(service.request(ROUTES.getFirst()).header("Authorization", "Bearer x")))
        .satisfies(response -> assertThat(response.statusCode()).isEqualTo(401));
  }

  @Test
  void answersNobodyWithoutTheScope() throws Exception {
    for (String route : ROUTES) {
      HttpResponse<String> response = get(route, "devices");
      assertThat(response.statusCode()).as(route).isEqualTo(403);
      assertThat(response.body()).contains("urn:chatpush:problem:forbidden", "scope");
    }
    assertThat(post("/v1/dead-letters/redrive", "{}", "devices").statusCode()).isEqualTo(403);
  }

  @Test
  void knowsEveryRoute() {
    assertThat(service.routes())
        .isEqualTo(
            REQUESTS.stream().map(Request::route).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void needsOneScopeForEachRequest() throws Exception {
    String letter = letterOf(RunningService.APP);
    String job = job(token(RunningService.APP, ALL), "{\"app\":\"test-app\",\"dry_run\":true}");
    for (Request request : REQUESTS) {
      String needed = request.needs().value();
      String others =
          Stream.of(Scope.values())
              .map(Scope::value)
              .filter(scope -> !scope.equals(needed))
              .collect(Collectors.joining(" "));

      assertAllowed(request, send(request, letter, job, token(RunningService.APP, needed)));
      HttpResponse<String> refused =
          send(request, letter, job, token(RunningService.APP, others + " admin read content"));
      assertThat(refused.statusCode()).as("%s without %s", request, needed).isEqualTo(403);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(needed));
    }
  }

  @Test
  void needsATokenForTheApp() throws Exception {
    String letter = letterOf(RunningService.APP);
    String job = job(token(RunningService.APP, ALL), "{\"app\":\"test-app\",\"dry_run\":true}");
    for (Request request : REQUESTS) {
      for (Object app : List.of("", List.of(), 42)) {
        assertThat(send(request, letter, job, token(app, ALL)).statusCode())
            .as("%s for the app %s", request, app)
            .isEqualTo(403);
      }
      HttpResponse<String> other = send(request, letter, job, token("other", ALL));
      if (request.app()) {
        assertThat(other.statusCode()).as("%s for another app", request).isEqualTo(403);
      } else {
        assertAllowed(request, other);
        assertThat(other.body()).as(request.path()).doesNotContain("test-app", letter, job);
      }
      assertAllowed(request, send(request, letter, job, token("*", ALL)));
      assertAllowed(
          request, send(request, letter, job, token(List.of("other", RunningService.APP), ALL)));
    }
  }

  @Test
  void showsWhatIsOfNoKnownAppOnlyToOperatorsOfAllApps() throws Exception {
    backendWrites(Topics.CHAT_MESSAGES_DEAD_LETTERS, "not Avro");
    String events = "/v1/dead-letters?of=events&reason=UNDECODABLE";
    assertThat(get(events, ALL).body()).contains("UNDECODABLE");
    assertThat(getAs(events, token(RunningService.APP, ALL)).body())
        .doesNotContain("UNDECODABLE")
        .contains("\"letters\":[]");
    String job = job(token("*", ALL), "{\"dry_run\":true}");
    assertThat(getAs("/v1/dead-letters/jobs/" + job, token(RunningService.APP, ALL)).statusCode())
        .isEqualTo(403);
    assertThat(getAs("/v1/dead-letters/jobs", token(RunningService.APP, ALL)).body())
        .doesNotContain(job);
    assertThat(get("/v1/dead-letters/jobs", ALL).body()).contains(job);
  }

  /** A job that has ended. */
  private static String job(String token, String body) throws Exception {
    HttpResponse<String> started =
        Awaitility.await("no other job runs")
            .until(
                () ->
                    service.send(
                        service
                            .request("/v1/dead-letters/discard")
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))),
                response -> response.statusCode() == 202);
    String path = started.headers().firstValue("location").orElseThrow();
    Awaitility.await("the end of the job")
        .until(() -> getAs(path, token).body().contains("\"state\":\"DONE\""));
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The place of a dead letter of that app, which is written. */
  private static String letterOf(String app) throws Exception {
    TestDeadLetters.write(backend, app);
    String found = get("/v1/dead-letters?limit=1&app=" + app, ALL).body();
    Matcher place = Pattern.compile("\"letter\":\"(\\d+/\\d+)\"").matcher(found);
    assertThat(place.find()).as(found).isTrue();
    return place.group(1);
  }

  private static void backendWrites(String topic, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8))).get();
    }
  }

  private static HttpResponse<String> send(
      Request request, String letter, String job, String token) {
    return service.send(
        service
            .request(request.path().replace("LETTER", letter).replace("JOB", job))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(request.method(), BodyPublishers.ofString(request.body())));
  }

  private static void assertAllowed(Request request, HttpResponse<String> response) {
    assertThat(response.statusCode())
        .as("%s: %s", request, response.body())
        .isIn(200, 202, 404, 409);
    if (response.statusCode() == 404) {
      assertThat(response.body()).contains("unknown-message");
    }
  }

  @Test
  void leavesHealthAndMetersOpen() {
    for (RunningService each : List.of(service, withoutKey)) {
      assertThat(each.readiness().statusCode()).isEqualTo(200);
      assertThat(each.send(each.request("/actuator/prometheus")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysThatItIsOffWhereNothingSaysHowTokensAreVerified() throws Exception {
    for (String route : ROUTES) {
      HttpResponse<String> response =
          withoutKey.send(
              withoutKey.request(route).header("Authorization", "Bearer " + token("*", ALL)));
      assertThat(response.statusCode()).as(route).isEqualTo(404);
      assertThat(response.body())
          .contains("urn:chatpush:problem:api-off", "chatpush.access.issuers");
    }
  }

  @Test
  void answersOperators() throws Exception {
    assertThat(get("/v1/dead-letters?limit=1", ALL).statusCode()).isEqualTo(200);
    assertThat(get("/v1/dead-letters?group=reason,app", ALL).body()).contains("\"total\":");
    assertThat(get("/v1/dead-letters/export", ALL).headers().firstValue("content-type"))
        .contains("application/x-ndjson");
    assertThat(get("/v1/dead-letters/jobs", ALL).statusCode()).isEqualTo(200);
    HttpResponse<String> started =
        post("/v1/dead-letters/redrive", "{\"app\":\"nobodys\",\"dry_run\":true}", ALL);
    assertThat(started.statusCode()).isEqualTo(202);
    String job = started.headers().firstValue("location").orElseThrow();
    Awaitility.await("the end of the job")
        .until(() -> get(job, ALL).body().contains("\"state\":\"DONE\""));
  }

  @Test
  void saysWhatItDoesNotKnow() throws Exception {
    assertThat(get("/v1/dead-letters/0/123456789012", ALL))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(404);
          assertThat(response.body()).contains("unknown-letter");
        });
    assertThat(get("/v1/dead-letters/jobs/none", ALL).body()).contains("unknown-job");
    assertThat(get("/v1/apps/a/messages/m%2Fn/pushes", ALL))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(404);
          assertThat(response.body()).contains("unknown-message", "Searched the outcomes");
        });
  }

  @Test
  void namesEveryParameterThatIsWrong() throws Exception {
    assertThat(get("/v1/dead-letters?sinc=1&limit=0&of=letters&until=noon", ALL))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(400);
          assertThat(response.body()).contains("\"sinc\"", "\"limit\"", "\"of\"", "\"until\"");
        });
    assertThat(
            post(
                "/v1/dead-letters/redrive",
                "{\"rate\":0,\"users\":\"u\",\"force\":1,\"expires_at\":\"2026-01-01T00:00:00Z\"}",
                ALL))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(400);
          assertThat(response.body())
              .contains("\"rate\"", "\"users\"", "\"force\"", "\"expires_at\"");
        });
    assertThat(post("/v1/dead-letters/discard", "{", ALL).body()).contains("malformed-json");
  }

  private static HttpResponse<String> getAs(String path, String token) {
    return service.send(service.request(path).header("Authorization", "Bearer " + token));
  }

  @Test
  void knowsOfAMessageWithAnyIdThatItIsNotKnown() throws Exception {
    for (String id :
        List.of(
            "a\nb",
            "a\r\nb",
            "\u0000",
            "\u001b]0;title\u0007",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u202e",
            "\ufffd",
            "/",
            "//",
            "%",
            "%2F",
            ";a=b",
            "\\",
            "a b",
            "?",
            "#",
            "+",
            "\ud83d\udc4d")) {
      requireUnknown("/v1/apps/a/messages/" + encoded(id) + "/pushes");
      requireUnknown("/v1/apps/a/pushes?message=" + encoded(id));
    }
    for (String pathLike : List.of(".", "..", "a/../b", "./", "")) {
      requireUnknown("/v1/apps/a/pushes?message=" + encoded(pathLike));
    }
  }

  private static void requireUnknown(String path) throws Exception {
    HttpResponse<String> response = get(path, ALL);
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(404);
    assertThat(response.body()).contains("unknown-message");
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  @Test
  void answersInJsonThatATerminalMayShow() throws Exception {
    HttpResponse<String> response =
        get("/v1/dead-letters?" + encoded("a\u202e\u2028\u200bä") + "=1", ALL);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("a\\u202e\\u2028\\u200bä");
  }

  @Test
  void logsNothingOfOperatorsWhoDisconnect() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    try {
      String body = "{\"dry_run\":true}";
      disconnect("POST /v1/dead-letters/redrive", body.length() + 1, body);
      disconnect("POST /v1/dead-letters/discard", body.length() + 1, body);

      assertThat(List.copyOf(log.list))
          .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .extracting(ILoggingEvent::getFormattedMessage)
          .isEmpty();
    } finally {
      root.detachAppender(log);
    }
  }

  /** Ends the connection within the body. */
  private static void disconnect(String line, int announced, String sent) throws Exception {
    URI uri = service.request("/").build().uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          """
          %s HTTP/1.1
          Host: localhost
          Authorization: Bearer %s
          Content-Type: application/json
          Content-Length: %d

          """
                  .formatted(line, token(RunningService.APP, ALL), announced)
                  .replace("\n", "\r\n")
              + sent;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      // The service closes its side when it has seen the end.
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  private static HttpResponse<String> get(String path, String scope) throws Exception {
    return service.send(
        service.request(path).header("Authorization", "Bearer " + token("*", scope)));
  }

  private static HttpResponse<String> post(String path, String body, String scope)
      throws Exception {
    return service.send(
        service
            .request(path)
            .header("Authorization", "Bearer " + token("*", scope))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String token(Object app, String scope) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .subject("operator")
                .audience("push")
                .claim("app", app)
                .claim("scope", "profile " + scope)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }
}
