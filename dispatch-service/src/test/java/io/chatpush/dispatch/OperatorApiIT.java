package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.stack.testing.KafkaBackend;
import io.chatpush.stack.testing.KafkaBackendExtension;
import io.chatpush.stack.testing.TestTopics;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the service what, and what it says to those who may not or ask wrongly. */
@ExtendWith(KafkaBackendExtension.class)
class OperatorApiIT {

  private static final List<String> ROUTES =
      List.of(
          "/v1/dead-letters",
          "/v1/dead-letters/0/0",
          "/v1/dead-letters/export",
          "/v1/dead-letters/jobs",
          "/v1/apps/test-app/messages/message-1/pushes");

  private static FcmSimulator simulator;
  private static KeyPair keys;
  private static RunningService service;
  private static RunningService withoutKey;

  @BeforeAll
  static void start(KafkaBackend backend, @TempDir Path directory) throws Exception {
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
            "--spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + key);
    withoutKey = RunningService.start(backend, simulator, directory, fanOutNowhere, deliverNothing);
    Awaitility.await("ready").until(() -> service.readiness().statusCode() == 200);
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
              withoutKey.request(route).header("Authorization", "Bearer " + token("admin")));
      assertThat(response.statusCode()).as(route).isEqualTo(404);
      assertThat(response.body()).contains("urn:chatpush:problem:api-off", "jwk-set-uri");
    }
  }

  @Test
  void answersOperators() throws Exception {
    assertThat(get("/v1/dead-letters?limit=1", "admin").statusCode()).isEqualTo(200);
    assertThat(get("/v1/dead-letters?group=reason,app", "admin").body()).contains("\"total\":");
    assertThat(get("/v1/dead-letters/export", "admin").headers().firstValue("content-type"))
        .contains("application/x-ndjson");
    assertThat(get("/v1/dead-letters/jobs", "admin").statusCode()).isEqualTo(200);
    HttpResponse<String> started =
        post("/v1/dead-letters/redrive", "{\"app\":\"nobodys\",\"dry_run\":true}", "admin");
    assertThat(started.statusCode()).isEqualTo(202);
    String job = started.headers().firstValue("location").orElseThrow();
    Awaitility.await("the end of the job")
        .until(() -> get(job, "admin").body().contains("\"state\":\"DONE\""));
  }

  @Test
  void saysWhatItDoesNotKnow() throws Exception {
    assertThat(get("/v1/dead-letters/0/123456789012", "admin"))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(404);
          assertThat(response.body()).contains("unknown-letter");
        });
    assertThat(get("/v1/dead-letters/jobs/none", "admin").body()).contains("unknown-job");
    assertThat(get("/v1/apps/a/messages/m%2Fn/pushes", "admin"))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(404);
          assertThat(response.body()).contains("unknown-message", "Searched were");
        });
  }

  @Test
  void namesEveryParameterThatIsWrong() throws Exception {
    assertThat(get("/v1/dead-letters?sinc=1&limit=0&of=letters&until=noon", "admin"))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(400);
          assertThat(response.body()).contains("\"sinc\"", "\"limit\"", "\"of\"", "\"until\"");
        });
    assertThat(
            post(
                "/v1/dead-letters/redrive",
                "{\"rate\":0,\"users\":\"u\",\"force\":1,\"expires_at\":\"2026-01-01T00:00:00Z\"}",
                "admin"))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(400);
          assertThat(response.body())
              .contains("\"rate\"", "\"users\"", "\"force\"", "\"expires_at\"");
        });
    assertThat(post("/v1/dead-letters/discard", "{", "admin").body()).contains("malformed-json");
  }

  private static HttpResponse<String> get(String path, String scope) throws Exception {
    return service.send(service.request(path).header("Authorization", "Bearer " + token(scope)));
  }

  private static HttpResponse<String> post(String path, String body, String scope)
      throws Exception {
    return service.send(
        service
            .request(path)
            .header("Authorization", "Bearer " + token(scope))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String token(String scope) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .subject("operator")
                .claim("scope", "profile " + scope)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }
}
