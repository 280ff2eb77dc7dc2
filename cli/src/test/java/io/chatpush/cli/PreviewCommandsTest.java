package io.chatpush.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** render, validate and send-test, against a server that answers what a test has prepared. */
class PreviewCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PREVIEW =
      """
      {"app": "chat", "message": "message-1", "event_type": "NEW_MESSAGE", "notices": [],
       "renderings": [
        {"platform": "ANDROID", "locale": "en", "title": "Basil", "body": "See you",
         "shortened": false, "bytes": 812, "bytes_remaining": 3284, "fcm_message": {"token": "t"},
         "check": {"result": "ACCEPTED", "violations": []}, "notices": []},
        {"platform": "IOS", "locale": "en", "title": "Basil", "body": "See you",
         "shortened": false, "bytes": 1012, "bytes_remaining": 3084, "fcm_message": {"token": "t"},
         "check": {"result": "%s", "code": "INVALID_ARGUMENT", "message": "Invalid value",
                   "violations": [{"field": "message.apns", "description": "no"}]},
         "notices": []}]}
      """;

  private static final String DEVICES =
      """
      {"devices": [{"device_id": "tablet", "platform": "WEB"},
                   {"device_id": "phone", "platform": "IOS", "locale": "de-CH"}]}
      """;

  private static final String WAITING =
      """
      {"app": "chat", "message": "m", "recipients": [{"user": "maya", "devices": [
        {"device": "phone", "state": "DELIVERY", "history": [],
         "pending": {"stage": "DELIVERY", "attempt": 1, "ahead": 0}}]}],
       "searched": {"complete": true}}
      """;

  private static final String ENDED =
      """
      {"app": "chat", "message": "m", "sent_at": "2026-01-02T03:04:05Z",
       "recipients": [{"user": "maya", "devices": [
        {"device": "phone", "platform": "IOS", "state": "%1$s",
         "history": [{"at": "2026-01-02T03:04:06Z", "what": "%1$s", "attempts": 1}]}]}],
       "searched": {"complete": true}}
      """;

  private static final String UNKNOWN =
      """
      {"type": "urn:chatpush:problem:unknown-message", "title": "Nothing is known of this message",
       "status": 404, "detail": "Searched."}
      """;

  /**
   * What the server got.
   *
   * @param line method and target
   */
  private record Request(String line, String body) {

    JsonNode json() throws Exception {
      return JSON.readTree(body);
    }
  }

  private record Response(int status, String body) {}

  @TempDir private Path directory = Path.of("");

  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Request> requests = new ArrayList<>();
  private final Deque<Response> responses = new ArrayDeque<>();
  private final PrintStream systemOut = System.out;
  private final InputStream systemIn = System.in;
  private HttpServer server;
  private String url = "";
  private String event = "";

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              new Request(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          Response response = responses.size() > 1 ? responses.removeFirst() : responses.getFirst();
          byte[] body = response.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(response.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    event =
        Files.writeString(
                directory.resolve("event.json"),
                """
                {"message_id": "message-1", "event_type": "NEW_MESSAGE", "channel_id": "c",
                 "sender_id": "basil", "recipients": ["noor"], "exclude": ["maya"],
                 "sent_at": "2020-01-01T00:00:00Z", "body": "See you"}
                """)
            .toString();
    System.setOut(new PrintStream(out, true, UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(systemOut);
    System.setIn(systemIn);
    server.stop(0);
  }

  @Test
  void rendersTheEventOfAFile() throws Exception {
    respond(200, PREVIEW.formatted("ACCEPTED"));

    assertThat(run("render", event, "--platform", "IOS", "--locale", "de-CH")).as(err()).isZero();

    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst().line())
        .isEqualTo("POST /v1/apps/chat/messages:render?platform=IOS&locale=de-CH");
    assertThat(requests.getFirst().json())
        .isEqualTo(JSON.readTree(Files.readString(Path.of(event))));
    assertThat(out())
        .contains("message-1 · NEW_MESSAGE · 2 renderings", "ANDROID en · 812 of 4,096 bytes")
        .contains("  Basil\n  See you\n");
  }

  @Test
  void rendersTheEventOnStandardInputAsJson() throws Exception {
    respond(200, PREVIEW.formatted("ACCEPTED"));
    System.setIn(new ByteArrayInputStream("{\"message_id\": \"of-stdin\"}".getBytes(UTF_8)));

    assertThat(run("render", "-", "--json")).as(err()).isZero();

    assertThat(requests.getFirst().json().path("message_id").asText()).isEqualTo("of-stdin");
    assertThat(JSON.readTree(out()).at("/renderings/0/fcm_message/token").asText()).isEqualTo("t");
  }

  @Test
  void rendersForADevice() {
    respond(200, DEVICES);
    respond(200, PREVIEW.formatted("ACCEPTED"));
    respond(200, DEVICES);
    respond(200, PREVIEW.formatted("ACCEPTED"));

    assertThat(render("maya/phone")).as(err()).isZero();
    assertThat(render("maya/tablet")).as(err()).isZero();

    assertThat(requests)
        .extracting(Request::line)
        .containsExactly(
            "GET /v1/apps/chat/users/maya/devices",
            "POST /v1/apps/chat/messages:render?platform=IOS&locale=de-CH",
            "GET /v1/apps/chat/users/maya/devices",
            "POST /v1/apps/chat/messages:render?platform=WEB&locale=und");
  }

  @Test
  void saysWhichDevicesThereAre() {
    respond(200, DEVICES);

    assertThat(render("maya/watch")).isEqualTo(1);
    assertThat(err()).contains("has no device watch", "there are tablet, phone");
    assertThat(render("maya")).isEqualTo(2);
    assertThat(err()).contains("USER/DEVICE");
    assertThat(run("render", event, "--device", "maya/phone", "--locale", "de")).isEqualTo(1);
    assertThat(err()).contains("leave the others out");
  }

  private int render(String device) {
    return run("render", event, "--device", device, "--token-service-url", url);
  }

  @Test
  void needsTheAddressOfTokenServiceForADevice() {
    assertThat(run("render", event, "--device", "maya/phone")).isEqualTo(1);
    assertThat(err())
        .contains("token-service", "--token-service-url or CHATPUSH_TOKEN_SERVICE_URL");
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws Exception {
    assertThat(run("render", directory.resolve("nothing.json").toString())).isEqualTo(1);
    assertThat(err()).contains("There is no file", "nothing.json");
    Path list = Files.writeString(directory.resolve("list.json"), "[]");
    assertThat(run("validate", list.toString())).isEqualTo(1);
    assertThat(err()).contains("list.json must have one JSON object");
    Path text = Files.writeString(directory.resolve("text.json"), "{\n  oops");
    assertThat(run("render", text.toString())).isEqualTo(1);
    assertThat(err()).contains("text.json is not JSON from line 2");
    assertThat(requests).isEmpty();
  }

  @Test
  void showsWhatTheServiceRefuses() {
    respond(
        403,
        """
        {"title": "The access token does not allow this", "status": 403,
         "detail": "The access token's claim scope must contain chatpush.publish."}
        """);
    assertThat(run("validate", event)).isEqualTo(1);
    assertThat(err()).contains("must contain chatpush.publish");
    responses.clear();
    respond(
        400,
        """
        {"title": "The request is not valid", "status": 400, "detail": "One field is not valid.",
         "errors": [{"field": "link", "message": "is not a URL"}]}
        """);
    assertThat(run("render", event)).isEqualTo(1);
    assertThat(err()).contains("link is not a URL");
  }

  @Test
  void validateFailsWhereFcmRefuses() {
    respond(200, PREVIEW.formatted("ACCEPTED"));
    assertThat(run("validate", event)).as(err()).isZero();
    assertThat(requests.getFirst().line()).isEqualTo("POST /v1/apps/chat/messages:validate");
    assertThat(out()).contains("✓ ANDROID en\n✓ IOS en\n");
    responses.clear();
    respond(200, PREVIEW.formatted("REFUSED"));
    assertThat(run("validate", event)).isEqualTo(1);
    assertThat(out())
        .contains("✗ IOS en · INVALID_ARGUMENT: Invalid value\n    message.apns: no\n");
    responses.clear();
    respond(200, PREVIEW.formatted("NOT_CHECKED"));
    assertThat(run("validate", event)).isEqualTo(3);
    assertThat(out()).contains("? IOS en · not checked, INVALID_ARGUMENT");
  }

  @Test
  void sendsToOneDeviceAndWaitsForTheEnd() throws Exception {
    respond(202, "{\"message_id\": \"test-1\"}");
    respond(404, UNKNOWN);
    respond(200, WAITING);
    respond(200, ENDED.formatted("ACCEPTED"));

    assertThat(run("send-test", event, "--device", "maya/phone")).as(err()).isZero();

    assertThat(requests).hasSize(4);
    assertThat(requests.getFirst().line()).isEqualTo("POST /v1/apps/chat/messages");
    JsonNode sent = requests.getFirst().json();
    assertThat(sent.path("message_id").asText()).startsWith("test-").hasSize(41);
    assertThat(sent.path("recipients")).isEqualTo(JSON.readTree("[\"maya\"]"));
    assertThat(sent.path("only_device_ids")).isEqualTo(JSON.readTree("[\"phone\"]"));
    assertThat(sent.path("body").asText()).isEqualTo("See you");
    assertThat(sent.has("exclude") || sent.has("sent_at")).isFalse();
    assertThat(requests.getLast().line())
        .startsWith("GET /v1/apps/chat/messages/test-1/pushes?since=");
    assertThat(out()).contains("Sent test-1 to phone of maya.", "phone IOS  ✓ accepted");
  }

  @Test
  void sendTestFailsWhereThePushEndsInAnotherWay() {
    respond(
        202,
        """
        {"message_id": "test-1",
         "notices": [{"notice": "TYPE_OFF", "message": "The type is switched off."}]}
        """);
    respond(200, ENDED.formatted("SUPPRESSED"));

    assertThat(run("send-test", event, "--device", "maya/phone")).isEqualTo(1);
    assertThat(out()).contains("! The type is switched off.", "suppressed");
  }

  @Test
  void sendTestSaysWhereThePushIsWhenTheTimeIsUp() {
    respond(202, "{\"message_id\": \"test-1\"}");
    respond(200, WAITING);

    assertThat(run("send-test", event, "--device", "maya/phone", "--wait", "0")).isEqualTo(3);
    assertThat(out())
        .contains("has not ended after 0 s: waiting, DELIVERY, attempt 1", "chatpush why test-1");
  }

  private void respond(int status, String body) {
    responses.addLast(new Response(status, body));
  }

  private String out() {
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private String err() {
    return err.toString();
  }

  private int run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--app", "chat", "--url", url));
    all.addAll(List.of("--token", "a.b.c"));
    all.addAll(List.of(arguments));
    return OperatorCommands.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
