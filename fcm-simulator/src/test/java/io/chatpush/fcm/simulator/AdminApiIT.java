package io.chatpush.fcm.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's own API, and FCM over HTTP/1.1, through the JDK's client. */
class AdminApiIT {

  /** One certificate and one key for all tests: to make them takes a second. */
  @TempDir private static Path keys;

  private final HttpClient http = HttpClient.newHttpClient();
  private FcmSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator =
        FcmSimulator.start(
            SimulatorOptions.builder()
                .projects(Set.of("demo"))
                .directory(keys)
                .allowedHosts(Set.of("simulator.test"))
                .build());
  }

  @AfterEach
  void stop() {
    simulator.close();
    http.close();
  }

  @Test
  void showsWhatAnAddressReceived() throws Exception {
    assertThat(send("demo", "token").statusCode()).isEqualTo(200);
    assertThat(send("demo", "token").statusCode()).isEqualTo(200);

    assertThat(get("/simulator/addresses/token").body())
        .contains("\"requests\":2", "\"duplicates\":1", "\"tag\":\"tag-1\"", "\"body\":\"Hello\"");
    assertThat(get("/simulator/addresses?limit=1").body()).contains("\"address\":\"token\"");
    assertThat(get("/simulator/duplicates").body()).contains("\"duplicate\":true");
    assertThat(get("/simulator/messages?limit=1").body()).contains("\"address\":\"token\"");
    assertThat(get("/simulator/stats").body())
        .contains("\"requests\":2", "\"accepted\":2", "\"most_in_a_minute\":2");
    assertThat(get("/simulator/addresses/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void changesHowAddressesBehave() throws Exception {
    assertThat(put("/simulator/behaviours/token", "unavailable:5s").statusCode()).isEqualTo(204);
    assertThat(get("/simulator/behaviours").body()).contains("\"token\":\"unavailable:5s\"");
    HttpResponse<String> refused = send("demo", "token");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("5");

    assertThat(delete("/simulator/behaviours/token").statusCode()).isEqualTo(204);
    assertThat(send("demo", "token").statusCode()).isEqualTo(200);
    assertThat(get("/simulator/stats").body()).contains("\"resent_before_retry_after\":1");

    assertThat(delete("/simulator/messages").statusCode()).isEqualTo(204);
    assertThat(get("/simulator/stats").body()).contains("\"requests\":0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: evil.example:8180",
      })
  void refusesPagesOfOtherSites(String header) throws Exception {
    assertThat(send("demo", "token").statusCode()).isEqualTo(200);
    for (String request :
        List.of(
            "POST /simulator/goaway",
            "PUT /simulator/latency",
            "DELETE /simulator/messages",
            "GET /simulator/service-account/demo.json",
            "GET /simulator/messages")) {
      String answer = raw(request, header);
      assertThat(answer).as(request).startsWith("HTTP/1.1 403 ").contains("Refused: ");
      assertThat(answer).doesNotContain("private_key");
    }
    assertThat(get("/simulator/stats").body()).as("nothing was cleared").contains("\"received\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: 1",
        "Origin: http://HOST",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "Host: localhost:8180",
        "Host: simulator.test:1"
      })
  void answersProgramsAndItsOwnPage(String header) throws Exception {
    assertThat(raw("GET /simulator/service-account/demo.json", header)).startsWith("HTTP/1.1 200 ");
    assertThat(raw("POST /simulator/goaway", header)).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void answersFcmRequestsWithAnyHost() throws Exception {
    assertThat(raw("POST /token", "Host: fcm.internal")).startsWith("HTTP/1.1 400 ");
    assertThat(raw("POST /v1/projects/demo/messages:send", "Host: fcm.internal"))
        .startsWith("HTTP/1.1 401 ");
  }

  @Test
  void letsThePageRunItsOwnScriptOnly() throws Exception {
    HttpResponse<String> page = get("/");
    String policy = page.headers().firstValue("content-security-policy").orElseThrow();

    assertThat(policy)
        .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    String script = page.body().replaceAll("(?s).*<script>|</script>.*", "");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
    assertThat(policy)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    assertThat(raw("GET /", "Sec-Fetch-Site: cross-site")).as("a link").startsWith("HTTP/1.1 200 ");
  }

  @Test
  void saysWhatIsWrongWithARule() throws Exception {
    HttpResponse<String> refused = put("/simulator/behaviours/token", "nonsense");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("\"nonsense\" is no behaviour\n");
    assertThat(put("/simulator/latency", "soon").statusCode()).isEqualTo(400);
    assertThat(put("/simulator/nonsense", "x").statusCode()).isEqualTo(404);
  }

  @Test
  void setsLatencyTokensAndConnections() throws Exception {
    assertThat(put("/simulator/latency", "1ms..2ms").statusCode()).isEqualTo(204);
    assertThat(get("/simulator/latency").body()).isEqualTo("1ms..2ms\n");
    assertThat(put("/simulator/connection-limit", "1000").statusCode()).isEqualTo(204);
    assertThat(put("/simulator/token-outage", "503").statusCode()).isEqualTo(204);
    assertThat(post("/token", "").statusCode()).isEqualTo(503);
    assertThat(delete("/simulator/token-outage").statusCode()).isEqualTo(204);
    assertThat(post("/token", "").statusCode()).isEqualTo(400);
  }

  @Test
  void keepsProjectsWithinAQuota() throws Exception {
    assertThat(put("/simulator/quota", "many").statusCode()).isEqualTo(400);
    assertThat(put("/simulator/quota", "2").statusCode()).isEqualTo(204);
    assertThat(send("demo", "token-1").statusCode()).isEqualTo(200);
    assertThat(send("demo", "token-2").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = send("demo", "token-3");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("QUOTA_EXCEEDED");
    assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(1L, 60L);
    assertThat(send("demo", "token-3").statusCode()).isEqualTo(429);
    assertThat(get("/simulator/stats").body()).contains("\"resent_before_retry_after\":1");
    assertThat(delete("/simulator/quota").statusCode()).isEqualTo(204);
    assertThat(send("demo", "token-4").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesCallersAsGoogleDoes() throws Exception {
    HttpResponse<String> missing = post("/v1/projects/demo/messages:send", "{}");
    assertThat(missing.statusCode()).isEqualTo(401);
    assertThat(missing.headers().firstValue("www-authenticate"))
        .hasValue("Bearer realm=\"https://accounts.google.com/\"");
    assertThat(missing.body()).contains("\"status\":\"UNAUTHENTICATED\"");
    assertThat(send("another", "token").statusCode()).isEqualTo(403);
    assertThat(get("/v2/nothing").body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void givesOutServiceAccountsAndItsPage() throws Exception {
    assertThat(get("/simulator/service-account/demo.json").body())
        .contains("\"token_uri\":\"" + simulator.httpUrl() + "/token\"");
    assertThat(get("/").body()).contains("<title>FCM simulator</title>");
  }

  @Test
  void keepsItsKeysInADirectory(@TempDir Path directory) throws Exception {
    SimulatorOptions options = SimulatorOptions.builder().directory(directory).build();
    String certificate;
    try (FcmSimulator first = FcmSimulator.start(options)) {
      certificate = first.certificatePem();
    }
    try (FcmSimulator second = FcmSimulator.start(options)) {
      assertThat(second.certificatePem()).isEqualTo(certificate);
      assertThat(directory)
          .isDirectoryContaining("glob:**certificate.pem")
          .isDirectoryContaining("glob:**service-account-key.pem");
    }
  }

  private HttpResponse<String> send(String project, String token) throws Exception {
    HttpRequest request =
        request("/v1/projects/" + project + "/messages:send")
            .header("Authorization", "Bearer " + simulator.accessTokens().issue(""))
            .POST(
                BodyPublishers.ofString(
                    """
                    {"message":{"token":"%s","notification":{"body":"Hello"},"data":{"push_id":"tag-1"}}}
                    """
                        .formatted(token)))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return http.send(
        request(path).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return http.send(request(path).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.httpUrl() + path));
  }

  /**
   * The answer to a request with one header more, or with another Host, which no client would send.
   */
  private String raw(String request, String header) throws IOException {
    String host = "127.0.0.1:" + simulator.httpPort();
    String hostHeader = header.startsWith("Host: ") ? "" : "Host: " + host + "\r\n";
    String whole =
        request
            + " HTTP/1.1\r\n"
            + hostHeader
            + header.replace("HOST", host)
            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.httpPort())) {
      socket.getOutputStream().write(whole.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
