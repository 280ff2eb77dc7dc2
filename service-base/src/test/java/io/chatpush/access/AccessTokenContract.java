package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.access.RawHttp.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the HTTP edge of both services must make of access tokens, paths, methods and headers. Each
 * service runs it against its own edge, on a real port.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// The fields are set before the first test; NullAway knows this of static methods alone.
@SuppressWarnings("NullAway.Init")
public abstract class AccessTokenContract {

  private OddTokens tokens;
  private RawHttp http;

  /**
   * Starts the service.
   *
   * @return its port
   */
  protected abstract int start(List<String> settings);

  /** Stops it. */
  protected abstract void stop();

  /** A path of the app demo that needs {@link Scope#READ}, to be asked with GET. */
  protected abstract String route();

  /** The query that each request has, without its question mark; empty for none. */
  protected String query() {
    return "";
  }

  /** The status that a caller with a sufficient token gets there. */
  protected abstract int allowed();

  private String target(String more) {
    String all =
        Stream.of(query(), more).filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    return route() + (all.isEmpty() ? "" : "?" + all);
  }

  @BeforeAll
  void startService(@TempDir Path directory) {
    tokens = new OddTokens();
    http = new RawHttp(start(tokens.settings(directory)));
  }

  @AfterAll
  void stopService() {
    stop();
    tokens.close();
  }

  @Test
  void hasALongTable() {
    assertThat(tokens.cases()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersEachTokenAsExpected(OddTokens.Case token) {
    Response response = http.send("GET", target(token.query()), token.headers());
    String said = token + "; " + response;

    switch (token.expected()) {
      case ALLOWED -> assertThat(response.status()).as(said).isEqualTo(allowed());
      case UNAUTHENTICATED -> assertUnauthenticated(said, response);
      case FORBIDDEN -> {
        assertThat(response.status()).as(said).isEqualTo(403);
        assertThat(response.body()).contains("urn:chatpush:problem:forbidden");
      }
      case MALFORMED -> assertThat(response.status()).as(said).isIn(400, 413, 431);
    }
    assertThat(response.toString()).doesNotContain("maya", "mallory", "internal");
    assertThat(tokens.attackersFetches()).as("keys fetched from an attacker").isZero();
  }

  Stream<OddTokens.Case> cases() {
    return tokens.cases().stream();
  }

  @Test
  void toleratesClocksThatDifferByLessThanAMinute() {
    assertThat(http.send("GET", target(""), tokens.expired(Duration.ofSeconds(15))).status())
        .isEqualTo(allowed());
    assertUnauthenticated(http.send("GET", target(""), tokens.expired(Duration.ofSeconds(61))));
  }

  @Test
  void namesTheScopeThatIsMissing() {
    Response response = http.send("GET", target(""), tokens.of("\"demo\"", "chatpush.admin"));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.header("WWW-Authenticate"))
        .hasValue("Bearer error=\"insufficient_scope\", scope=\"chatpush.read\"");
    assertThat(response.body()).contains("claim scope must contain chatpush.read.");
  }

  @Test
  void saysWhatIsWrongWithAClaimOfATrustedIssuer() {
    assertThat(body("sub 4.2"))
        .contains("claim sub is a number with a fraction or of more than 64 bits");
    assertThat(body("no exp")).contains("no claim exp");
  }

  private String body(String name) {
    OddTokens.Case token =
        tokens.cases().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return http.send("GET", target(""), token.headers()).body();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "BREW",
        "get"
      })
  void letsNoMethodPassWithoutAToken(String method) {
    Response response = http.send(method, target(""), "Content-Length: 0\r\n");
    assertThat(response.status()).as(response.head()).isIn(400, 401, 405, 501);
    if (method.equals("TRACE")) {
      assertThat(response.body()).doesNotContain("TRACE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "PROPFIND", "TRACE", "BREW"})
  void doesNothingByAMethodThatARouteDoesNotHave(String method) {
    assertThat(http.send(method, target(""), tokens.allowed() + "Content-Length: 0\r\n").status())
        .isIn(400, 405, 501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override: PATCH",
        "X-HTTP-Method: PATCH",
        "X-Method-Override: PATCH",
        "X-Original-URL: /actuator/health",
        "X-Rewrite-URL: /actuator/health",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 1",
        "X-Forwarded-Prefix: /actuator/health",
        "X-Real-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1;host=evil.example;proto=https"
      })
  void ignoresHeadersThatClaimAnotherRequest(String header) {
    assertUnauthenticated(http.send("GET", target(""), header + "\r\n"));
    Response response = http.send("GET", target(""), tokens.allowed() + header + "\r\n");
    assertThat(response.status()).as(response.head()).isEqualTo(allowed());
    assertThat(response.toString()).doesNotContain("evil.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health/..%(path)",
        "/actuator/health/../..%(path)",
        "/actuator/health/%2e%2e/%2e%2e%(path)",
        "/actuator/health/..;/..%(path)",
        "/actuator/prometheus/..%2f..%(path)",
        "/actuator/health%2f..%2f..%(path)",
        "/actuator/health;%(path)",
        "/actuator/health%00%(path)",
        "/actuator/health%5c..%(path)",
        "/%(path)",
        "//%(path)",
        "/.%(path)",
        "/x/..%(path)",
        "%(path)/",
        "%(path)//",
        "%(path);a=b",
        "%(path);/actuator/health",
        "%(path)%20",
        "%(path)%00",
        "%(path)?/actuator/health",
        "%(path).json",
        "http://localhost/actuator/health/..%(path)",
        "/actuator",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/configprops",
        "/actuator/loggers",
        "/actuator/shutdown",
        "/actuator/health/../env",
        "/actuator/health/..;/env",
        "/ACTUATOR/health",
        "/"
      })
  void letsNoPathPassWithoutAToken(String pattern) {
    Response response = http.send("GET", pattern.replace("%(path)", route()), "");
    assertThat(response.status()).as(response.toString()).isIn(400, 401, 404);
    assertThat(response.body()).doesNotContain("\"devices\"", "\"recipients\"", "internal");
  }

  @Test
  void grantsNothingToOtherOrigins() {
    String origin = "Origin: https://evil.example\r\n";
    Response simple = http.send("GET", target(""), origin + tokens.allowed());
    Response preflight =
        http.send(
            "OPTIONS",
            route(),
            origin
                + "Access-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: authorization\r\n");

    for (Response response : List.of(simple, preflight)) {
      assertThat(response.head().toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
    }
    assertThat(preflight.status()).isEqualTo(401);
  }

  @Test
  void setsNoCookie() {
    assertThat(http.send("GET", target(""), tokens.allowed()).head().toLowerCase(Locale.ROOT))
        .doesNotContain("set-cookie");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 40\r\n",
        "Content-Length: 4, 40\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length : 4\r\n",
        "X-Note: a\0b\r\n",
        "X-Note: a\nX-Other: b\0\r\n"
      })
  void refusesRequestsWhoseEndIsNotCertain(String headers) {
    String second = "GET " + route() + " HTTP/1.1\r\nHost: localhost\r\n" + tokens.allowed();
    Response response =
        http.exchange(
            "POST "
                + route()
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "\r\n0\r\n\r\n"
                + second
                + "Connection: close\r\n\r\n");

    assertThat(response.status()).as(response.head()).isIn(400, 401);
    assertThat(response.body().split("HTTP/1\\.1 " + allowed(), -1))
        .as("answers to the request that was hidden in the first")
        .hasSize(1);
  }

  private static void assertUnauthenticated(Response response) {
    assertUnauthenticated(response.toString(), response);
  }

  private static void assertUnauthenticated(String said, Response response) {
    assertThat(response.status()).as(said).isEqualTo(401);
    assertThat(response.body()).contains("urn:chatpush:problem:unauthenticated");
    assertThat(response.header("WWW-Authenticate").orElse("")).startsWith("Bearer");
  }
}
