package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.common.utils.Utils;

/**
 * No request, however broken, is our fault. Bytes go to the socket as they are generated.
 *
 * <p>{@code -Djqwik.tries.default=100000} is the size for a long run.
 */
// jqwik fills the fields before the first property; NullAway knows this of JUnit alone.
@SuppressWarnings("NullAway.Init")
class MalformedRequestsTest {

  /** Every character stands for the byte of the same number. */
  record Request(String method, String path, String who, String headers, String body) {

    String bytes() {
      return method
          + " "
          + path
          + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
          + authorization()
          + headers
          + "Content-Length: "
          + body.length()
          + "\r\n\r\n"
          + body;
    }

    private String authorization() {
      return switch (who) {
        case "user" -> "Authorization: Bearer " + userToken + "\r\n";
        case "operator" -> "Authorization: Bearer " + operatorToken + "\r\n";
        default -> who;
      };
    }
  }

  private static final List<String> STRANGE_JSON =
      List.of(
          "null",
          "1e999",
          "[]",
          "{}",
          "\"\\ud800\"",
          "-",
          "\"\"",
          "true",
          "\"" + "y".repeat(20_000) + "\"",
          "[".repeat(2_000),
          "\"\u0000\"");

  private static final String CONTINUE = "HTTP/1.1 100 ";

  private static Path directory;
  private static HttpEdge edge;
  private static String userToken;
  private static String operatorToken;

  @BeforeContainer
  static void start() throws IOException {
    directory = Files.createTempDirectory("malformed-requests-");
    edge = HttpEdge.start(directory);
    userToken = edge.tokens().of("maya", "demo");
    operatorToken = edge.tokens().ofOperator("demo");
  }

  @AfterContainer
  static void stop() throws IOException {
    edge.close();
    Utils.delete(directory.toFile());
  }

  @Property
  void noRequestFailsTheService(@ForAll("requests") Request request) throws IOException {
    String answer = send(request);

    assertThat(answer)
        .as("answer to %s %s", request.method(), request.path())
        .startsWith("HTTP/1.1 ")
        .doesNotContain("\"type\":\"urn:chatpush:problem:internal\"");
    int status = Integer.parseInt(answer.substring(9, 12));
    assertThat(status)
        .as("%s %s: %s", request.method(), request.path(), answer)
        .isBetween(200, 499);
    if (status >= 400
        && answer.contains("content-length: ")
        && !answer.contains("content-length: 0")) {
      assertThat(answer).containsIgnoringCase("application/problem+json");
    }
  }

  @Provide
  Arbitrary<Request> requests() {
    Arbitrary<String> methods =
        Arbitraries.of(
            "PUT", "PUT", "DELETE", "GET", "GET", "POST", "OPTIONS", "HEAD", "TRACE", "BREW");
    return Combinators.combine(methods, paths(), callers(), headers(), bodies()).as(Request::new);
  }

  private static Arbitrary<String> paths() {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.of(
                "demo",
                "phone",
                "",
                ".",
                "..",
                ";",
                "a;b=c",
                "%",
                "%zz",
                "%2F",
                "%00",
                "%FF%FE",
                "%C3",
                "{device}",
                "*",
                ":",
                ":test",
                "a:test",
                "\u00e9"),
            Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20),
            Arbitraries.strings().numeric().ofMinLength(300).ofMaxLength(600));
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.of(
                "0",
                "1",
                "-1",
                "1e9",
                "",
                "null",
                "9223372036854775808",
                "%",
                "%zz",
                "%FF",
                "+",
                "%00",
                "1&limit=2",
                "1&cursor",
                "1&=&&"),
            Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20));
    Arbitrary<String> query =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just("")),
            Tuple.of(
                3,
                Combinators.combine(
                        Arbitraries.of("cursor", "limit", "skip", "access_token", "a"), value)
                    .as((name, given) -> "?" + name + "=" + given)),
            Tuple.of(1, value.map(given -> "?" + given)));
    Arbitrary<String> route =
        Arbitraries.frequencyOf(
            Tuple.of(4, segment.map(device -> "/v1/apps/demo/devices/" + device)),
            Tuple.of(1, segment.map(app -> "/v1/apps/" + app + "/devices")),
            Tuple.of(2, segment.map(device -> "/v1/apps/demo/devices/" + device + ":test")),
            Tuple.of(2, segment.map(user -> "/v1/apps/demo/users/" + user)),
            Tuple.of(1, segment.map(user -> "/v1/apps/demo/users/" + user + "/devices")),
            Tuple.of(
                1,
                Combinators.combine(segment, segment)
                    .as((user, device) -> "/v1/apps/demo/users/" + user + "/devices/" + device)),
            Tuple.of(
                4,
                Arbitraries.of(
                    "/v1/apps/demo/devices",
                    "/v1/apps/demo/devices:export",
                    "/v1/apps/demo/devices:import",
                    "/v1/apps/demo/devices:import",
                    "/v1/docs",
                    "/v1/openapi.yaml")),
            Tuple.of(1, segment.list().ofMaxSize(5).map(all -> "/" + String.join("/", all))));
    return Combinators.combine(route, query).as((path, asked) -> path + asked);
  }

  private static Arbitrary<String> callers() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just("user")),
        Tuple.of(4, Arbitraries.just("operator")),
        Tuple.of(
            1,
            Arbitraries.of(
                "",
                "Authorization: \r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \u00e9\r\n",
                "Authorization: Bearer a.b.c\r\n",
                "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n",
                "Authorization: Basic YTpi\r\n",
                "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")));
  }

  private static Arbitrary<String> headers() {
    return Arbitraries.of(
        "Content-Type: application/json\r\n",
        "Content-Type: application/json\r\n",
        "Content-Type: application/x-ndjson\r\n",
        "Content-Type: application/json;charset=utf-16\r\n",
        "Content-Type: application/json;charset=none\r\n",
        "Content-Type: ;;;\r\n",
        "Content-Type: text/plain\r\nAccept: image/png\r\n",
        "Content-Type: multipart/form-data\r\n",
        "Content-Type: multipart/form-data; boundary=\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: application/json\r\nAccept: nonsense\r\n",
        "Content-Type: application/json\r\nAccept: application/json;q=2\r\n",
        "Content-Type: application/json\r\nAccept-Language: \u00e9\r\n",
        "Content-Type: application/json\r\nAccept-Encoding: ;;\r\n",
        "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
        "Content-Type: application/json\r\nX-Note: \u0085\r\n",
        "Content-Type: application/json\r\nExpect: 100-continue\r\n",
        "If-None-Match: \"\r\nIf-Modified-Since: tomorrow\r\n",
        "If-None-Match: *\r\n",
        "Range: bytes=9-1\r\n",
        "Cookie: =;;a\r\n",
        "Origin: null\r\nAccess-Control-Request-Method: BREW\r\n",
        "Origin: http://[\r\n",
        "Chatpush-Instance: \r\n",
        "");
  }

  private static Arbitrary<String> bodies() {
    Arbitrary<String> json =
        Arbitraries.of(
                "{\"address\":{\"type\":\"TOKEN\",\"value\":\"x\"},\"platform\":\"IOS\",\"locale\":%s}",
                "{\"address\":{\"type\":%s,\"value\":\"x\"},\"platform\":\"IOS\"}",
                "{\"address\":%s,\"platform\":\"IOS\"}",
                "{\"platform\":%s}",
                "%s")
            .flatMap(MalformedRequestsTest::withSomethingStrange);
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200),
            Arbitraries.strings().ofMaxLength(100).map(MalformedRequestsTest::utf8));
    Arbitrary<String> line =
        Arbitraries.oneOf(
            Arbitraries.of(
                    "{\"user_id\":\"u\",\"device_id\":%s,\"address\":{\"type\":\"FID\",\"value\":\"x\"},\"platform\":\"WEB\"}",
                    "{\"user_id\":%s,\"device_id\":\"d\",\"address\":{\"type\":\"FID\",\"value\":\"x\"},\"platform\":\"WEB\"}",
                    "{\"user_id\":\"u\",\"device_id\":\"d\",\"address\":{\"type\":\"FID\",\"value\":\"x\"},\"platform\":\"WEB\",\"refreshed_at\":%s}",
                    "{\"progress\":%s}")
                .flatMap(MalformedRequestsTest::withSomethingStrange),
            Arbitraries.of(
                "",
                "\r",
                "{\"progress\":{}}",
                "{\"refreshed_at\":\"+1000000000-12-31T23:59:59.999999999Z\"}",
                "{\"registered_at\":\"-1000000000-01-01T00:00:00Z\"}"),
            text);
    return Arbitraries.frequencyOf(
        Tuple.of(3, json),
        Tuple.of(2, text),
        Tuple.of(3, line.list().ofMaxSize(6).map(lines -> String.join("\n", lines))));
  }

  private static Arbitrary<String> withSomethingStrange(String template) {
    return Arbitraries.of(STRANGE_JSON).map(value -> utf8(template.formatted(value)));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A connection for each: what one request does to the next is not asked here. */
  private static String send(Request request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.bytes().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  /** A server that refuses a body it has not read resets the connection after its answer. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        answer.write(some, 0, count);
      }
    } catch (SocketException e) {
      Assume.that(answer.size() > 0);
    }
    String text = answer.toString(StandardCharsets.UTF_8);
    return text.startsWith(CONTINUE) ? text.substring(text.indexOf("\r\n\r\n") + 4) : text;
  }
}
