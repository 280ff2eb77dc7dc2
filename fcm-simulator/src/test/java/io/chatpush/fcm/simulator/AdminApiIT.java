package io.chatpush.fcm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator's own API, and FCM over HTTP/1.1, through the JDK's client. */
class AdminApiIT {

  private final HttpClient http = HttpClient.newHttpClient();
  private FcmSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = FcmSimulator.start(SimulatorOptions.defaults().withProjects(Set.of("demo")));
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
    SimulatorOptions options = SimulatorOptions.defaults().withDirectory(directory);
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
}
