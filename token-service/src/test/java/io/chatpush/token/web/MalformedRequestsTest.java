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
import java.util.Comparator;
import java.util.stream.Stream;
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

/** No request, however broken, is our fault. Bytes go to the socket as they are generated. */
// jqwik fills the fields before the first property; NullAway knows this of JUnit alone.
@SuppressWarnings("NullAway.Init")
class MalformedRequestsTest {

  /** Every character of the body stands for the byte of the same number. */
  record Request(String method, String path, String headers, String body) {}

  private static Path directory;
  private static HttpEdge edge;
  private static String token;

  @BeforeContainer
  static void start() throws IOException {
    directory = Files.createTempDirectory("malformed-requests-");
    edge = HttpEdge.start(directory);
    token = edge.tokens().of("maya", "demo");
  }

  @AfterContainer
  static void stop() throws IOException {
    edge.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 500)
  void noRequestFailsTheService(@ForAll("requests") Request request) throws IOException {
    String answer = send(request);

    assertThat(answer)
        .as("answer to %s %s", request.method(), request.path())
        .startsWith("HTTP/1.1 ");
    int status = Integer.parseInt(answer.substring(9, 12));
    assertThat(status).as(answer).isBetween(200, 499);
    if (status >= 400
        && answer.contains("content-length: ")
        && !answer.contains("content-length: 0")) {
      assertThat(answer).containsIgnoringCase("application/problem+json");
    }
  }

  @Provide
  Arbitrary<Request> requests() {
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
                "{device}",
                "*"),
            Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20),
            Arbitraries.strings().numeric().ofMinLength(300).ofMaxLength(600));
    Arbitrary<String> path =
        Arbitraries.frequencyOf(
            Tuple.of(3, segment.map(device -> "/v1/apps/demo/devices/" + device)),
            Tuple.of(
                1,
                Combinators.combine(segment, segment)
                    .as((app, device) -> "/v1/apps/" + app + "/devices/" + device + "?" + device)),
            Tuple.of(1, segment.list().ofMaxSize(5).map(all -> "/" + String.join("/", all))));
    Arbitrary<String> headers =
        Arbitraries.of(
            "Content-Type: application/json\r\n",
            "Content-Type: application/json;charset=utf-16\r\n",
            "Content-Type: application/json;charset=none\r\n",
            "Content-Type: ;;;\r\n",
            "Content-Type: text/plain\r\nAccept: image/png\r\n",
            "Content-Type: multipart/form-data\r\n",
            "Content-Type: application/json\r\nAccept: nonsense\r\n",
            "Content-Type: application/json\r\nAccept-Language: \u00e9\r\n",
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            "");
    Arbitrary<String> body =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200),
            Arbitraries.strings().ofMaxLength(100).map(MalformedRequestsTest::utf8),
            Arbitraries.of(
                    "{\"address\":{\"type\":\"TOKEN\",\"value\":\"x\"},\"platform\":\"IOS\",\"locale\":%s}",
                    "{\"address\":{\"type\":%s,\"value\":\"x\"},\"platform\":\"IOS\"}",
                    "{\"address\":%s,\"platform\":\"IOS\"}",
                    "{\"platform\":%s}",
                    "%s")
                .flatMap(template ->
                    Arbitraries.of(
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
                            "\"\u0000\"")
                        .map(value -> utf8(template.formatted(value)))));
    return Combinators.combine(
            Arbitraries.of(
                "PUT", "PUT", "PUT", "DELETE", "GET", "POST", "OPTIONS", "HEAD", "TRACE", "BREW"),
            path,
            headers,
            body)
        .as(Request::new);
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String send(Request request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      socket.setSoTimeout(10_000);
      String head =
          request.method()
              + " "
              + request.path()
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
              + token
              + "\r\n"
              + request.headers()
              + "Content-Length: "
              + request.body().length()
              + "\r\n\r\n"
              + request.body();
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  /** A server that refuses a body it has not read resets the connection after its answer. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.write(b);
      }
    } catch (SocketException e) {
      Assume.that(answer.size() > 0);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
