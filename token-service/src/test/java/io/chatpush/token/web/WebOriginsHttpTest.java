package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser lets a page of another origin do here. */
class WebOriginsHttpTest {

  private static final String ORIGIN = "https://chat.example.com";
  private static final String DEVICE = "/v1/apps/web/devices/browser-1";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  @TempDir private static Path directory;
  private static HttpEdge edge;

  @BeforeAll
  static void start() throws IOException {
    write("web", ORIGIN);
    write("changed", "https://old.example.com");
    // In the list of chatpush.registration.apps, which has no origins.
    edge =
        HttpEdge.start(
            directory,
            "--chatpush.app-files.directory=" + directory,
            "--chatpush.app-files.check=500ms");
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  /** By a rename, as a half-written file is not used. */
  private static void write(String app, String origin) throws IOException {
    Path file = Files.createTempFile(directory, app, ".tmp");
    Files.writeString(
        file,
        """
        firebase: {project: web-project, credentials: /nowhere}
        origins: ["%s"]
        """
            .formatted(origin));
    Files.move(file, directory.resolve(app + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/apps/web/devices/browser-1",
    "DELETE, /v1/apps/web/devices/browser-1",
    "GET, /v1/apps/web/devices",
    "POST, /v1/apps/web/devices/browser-1:test"
  })
  void aPreflightOfAnAllowedOriginNeedsNoToken(String method, String path) {
    HttpResponse<String> answer = preflight(path, ORIGIN, method, "authorization,content-type");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(ALLOWED)).hasValue(ORIGIN);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains(method);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .containsIgnoringCase("authorization")
        .containsIgnoringCase("content-type");
    assertThat(answer.headers().firstValue("Access-Control-Max-Age")).hasValue("600");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example.com",
        "http://chat.example.com",
        "https://chat.example.com:8443",
        "https://chat.example.com.evil.example.com",
        "null"
      })
  void anotherOriginGetsNoHeader(String origin) {
    HttpResponse<String> answer = preflight(DEVICE, origin, "PUT", "authorization");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue(ALLOWED)).isEmpty();

    HttpResponse<String> read =
        edge.send(
            edge.anonymous("/v1/apps/web/devices")
                .header("Authorization", "Bearer " + edge.tokens().of("maya", "web"))
                .header("Origin", origin));
    assertThat(read.statusCode()).as("a client that is not a browser").isEqualTo(200);
    assertThat(read.headers().firstValue(ALLOWED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/apps/web/users/maya/devices",
        "/v1/apps/web/devices:export",
        "/v1/apps/demo/devices/browser-1",
        "/v1/apps/nobody-knows-it/devices/browser-1",
        "/actuator/prometheus"
      })
  void noPageMayUseOtherRoutesAndApps(String path) {
    HttpResponse<String> answer = preflight(path, ORIGIN, "GET", "authorization");
    assertThat(answer.headers().firstValue(ALLOWED)).isEmpty();
  }

  @Test
  void registersABrowser() {
    HttpResponse<String> answer = put(DEVICE, edge.tokens().of("maya", "web"));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue(ALLOWED)).hasValue(ORIGIN);
  }

  @Test
  void aPageCanReadWhyItIsRefusedAndWhenToComeAgain() {
    HttpResponse<String> withoutToken = put(DEVICE, "nonsense");
    assertThat(withoutToken.statusCode()).isEqualTo(401);
    assertThat(withoutToken.headers().firstValue(ALLOWED)).hasValue(ORIGIN);

    HttpResponse<String> later =
        put("/v1/apps/web/devices/unreachable", edge.tokens().of("maya", "web"));
    assertThat(later.statusCode()).isEqualTo(503);
    assertThat(later.headers().firstValue(ALLOWED)).hasValue(ORIGIN);
    assertThat(later.headers().firstValue("Retry-After")).isPresent();
    assertThat(later.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("Retry-After");
    assertThat(later.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void followsTheFileOfTheApp() throws IOException {
    String path = "/v1/apps/changed/devices/browser-1";
    assertThat(isAllowed(path, "https://old.example.com")).isTrue();
    write("changed", "https://new.example.com");
    await("the new origin is allowed").until(() -> isAllowed(path, "https://new.example.com"));
    assertThat(isAllowed(path, "https://old.example.com")).isFalse();
  }

  private static boolean isAllowed(String path, String origin) {
    return preflight(path, origin, "PUT", "").headers().firstValue(ALLOWED).isPresent();
  }

  private static HttpResponse<String> preflight(
      String path, String origin, String method, String headers) {
    HttpRequest.Builder request =
        edge.anonymous(path)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method);
    if (!headers.isEmpty()) {
      request.header("Access-Control-Request-Headers", headers);
    }
    return edge.send(request);
  }

  private static HttpResponse<String> put(String path, String token) {
    return edge.send(
        edge.anonymous(path)
            .header("Authorization", "Bearer " + token)
            .header("Origin", ORIGIN)
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"address": {"type": "FID", "value": "an-installation"}, "platform": "WEB"}\
                    """)));
  }
}
