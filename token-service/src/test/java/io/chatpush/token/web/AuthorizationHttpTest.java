package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.chatpush.access.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route with every scope and app: a route that is not in the table fails the test. */
class AuthorizationHttpTest {

  private static final String DEVICE =
      """
      {"address":{"type":"TOKEN","value":"an-address"},"platform":"IOS"}\
      """;

  /** Who may ask a route. */
  sealed interface Needs {
    /** No token. */
    record Nothing() implements Needs {}

    /** A token for the app, whatever its scopes. */
    record App() implements Needs {}

    /** A token for the app with this scope and no other. */
    record OneScope(Scope scope) implements Needs {}
  }

  private static final Map<String, Needs> ROUTES =
      Map.ofEntries(
          Map.entry("GET /v1/openapi.yaml", new Needs.Nothing()),
          Map.entry("GET /v1/docs", new Needs.Nothing()),
          Map.entry("PUT /v1/apps/{app}/devices/{device}", new Needs.App()),
          Map.entry("DELETE /v1/apps/{app}/devices/{device}", new Needs.App()),
          Map.entry("GET /v1/apps/{app}/devices", new Needs.App()),
          Map.entry("POST /v1/apps/{app}/devices/{device}:test", new Needs.App()),
          Map.entry("GET /v1/apps/{app}/users/{user}/devices", new Needs.OneScope(Scope.READ)),
          Map.entry(
              "DELETE /v1/apps/{app}/users/{user}/devices/{device}",
              new Needs.OneScope(Scope.ADMIN)),
          Map.entry("DELETE /v1/apps/{app}/users/{user}", new Needs.OneScope(Scope.ADMIN)),
          Map.entry("GET /v1/apps/{app}/devices:export", new Needs.OneScope(Scope.CONTENT)),
          Map.entry("POST /v1/apps/{app}/devices:import", new Needs.OneScope(Scope.ADMIN)));

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) {
    edge = HttpEdge.start(directory);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @Test
  void knowsEveryRoute() {
    List<String> routes =
        edge.routes().keySet().stream()
            .flatMap(mapping ->
                mapping.getMethodsCondition().getMethods().stream()
                    .flatMap(method ->
                        mapping.getPatternsCondition().getPatterns().stream()
                            .map(pattern -> method + " " + pattern.getPatternString())))
            .filter(route -> route.contains("/v1/"))
            .toList();
    assertThat(new TreeSet<>(routes)).isEqualTo(new TreeSet<>(ROUTES.keySet()));
  }

  static Stream<String> routes() {
    return ROUTES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void needsATokenForTheApp(String route) {
    boolean open = ROUTES.get(route) instanceof Needs.Nothing;
    EnumSet<Scope> all = EnumSet.allOf(Scope.class);

    assertThat(ask(route, null).statusCode()).isEqualTo(open ? 200 : 401);
    for (Object app : List.of("other", List.of(), List.of("other"), "", "*", 42)) {
      HttpResponse<String> response = ask(route, token(app, all));
      assertThat(response.statusCode()).as("app %s", app).isEqualTo(open ? 200 : 403);
    }
    assertAllowed(ask(route, token("demo", all)));
    assertAllowed(ask(route, token(List.of("other", "demo"), all)));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void needsOneScope(String route) {
    for (Scope scope : Scope.values()) {
      HttpResponse<String> only = ask(route, token("demo", EnumSet.of(scope)));
      HttpResponse<String> allButThis =
          ask(route, token("demo", EnumSet.complementOf(EnumSet.of(scope))));
      if (ROUTES.get(route) instanceof Needs.OneScope(Scope needed)) {
        if (scope == needed) {
          assertAllowed(only);
          assertForbidden(allButThis, needed);
        } else {
          assertForbidden(only, needed);
          assertAllowed(allButThis);
        }
      } else {
        assertAllowed(only);
        assertAllowed(allButThis);
      }
    }
  }

  @Test
  void doesNotTakeTheScopesOfOtherProducts() {
    for (String scope : List.of("admin", "read", "content", "chatpush", "chatpush.*", "*")) {
      assertForbidden(
          ask("GET /v1/apps/{app}/devices:export", token("demo", scope)), Scope.CONTENT);
    }
  }

  private static void assertAllowed(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 202, 404);
    if (response.statusCode() == 404) {
      assertThat(response.body()).doesNotContain("\"urn:chatpush:problem:unknown-app\"");
    }
  }

  private static void assertForbidden(HttpResponse<String> response, Scope needed) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
    assertThat(response.body()).contains("must contain " + needed.value() + ".");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(needed.value()));
  }

  private static HttpResponse<String> ask(String route, @Nullable String token) {
    String method = route.substring(0, route.indexOf(' '));
    String path =
        route
            .substring(method.length() + 1)
            .replace("{app}", "demo")
            .replace("{user}", "somebody")
            .replace("{device}", "a-phone");
    var request =
        edge.anonymous(path)
            .header(
                "Content-Type",
                path.endsWith(":import") ? "application/x-ndjson" : "application/json")
            .method(
                method,
                method.equals("PUT") ? BodyPublishers.ofString(DEVICE) : BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return edge.send(request);
  }

  private static String token(Object app, EnumSet<Scope> scopes) {
    return token(app, scopes.stream().map(Scope::value).collect(Collectors.joining(" ")));
  }

  private static String token(Object app, String scopes) {
    return edge.tokens()
        .sign(
            new JWTClaimsSet.Builder()
                .subject("operator")
                .claim("app", app)
                .claim("scope", scopes)
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                .build());
  }
}
