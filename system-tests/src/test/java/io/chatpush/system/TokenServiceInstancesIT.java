package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.testing.ports.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two instances of token-service. Late, for a killed one is waited for. */
@SystemTest
@Order(Order.DEFAULT + 2)
@Tag("faults")
final class TokenServiceInstancesIT {

  private static final int USERS = 400;

  /** As many as a user may have. */
  private static final int DEVICES_PER_USER = 25;

  private static final int REGISTRATIONS = USERS * DEVICES_PER_USER;
  private static final int AT_ONCE = 64;

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** The killed one is missed after 15 s, its transaction ends after 10; then all is read. */
  private static final Duration TAKEN_OVER = Duration.ofMinutes(3);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final RunningStack stack;
  private final TokenSigner tokens;

  TokenServiceInstancesIT(RunningStack stack) {
    this.stack = stack;
    this.tokens = StackKeys.signer(stack.directory(), Clock.systemUTC());
  }

  @Test
  void answersAlikeOnBothAndKeepsWhatAKilledOneAccepted() throws Exception {
    int port = FreePorts.any();
    List<String> urls = List.of(stack.tokenServiceUrl(), "http://127.0.0.1:" + port);
    String run = Phone.unique("instance-test");
    List<String> users = IntStream.range(0, USERS).mapToObj(i -> run + "-" + i).toList();
    List<String> userTokens = users.stream().map(u -> tokens.issue(LocalApp.ID, u)).toList();

    try (Program second = startSecond(port)) {
      awaitReady(urls.getLast());
      awaitBothShare(urls);
      assertThat(register(urls.getFirst(), userTokens.getFirst(), "before").join()).isEqualTo(202);
      for (String url : urls) {
        Awaitility.await("the device on " + url)
            .atMost(TAKEN_OVER)
            .until(() -> devices(url, userTokens.getFirst()).contains("before"));
      }
      assertThat(remove(urls.getLast(), userTokens.getFirst(), "before").join()).isEqualTo(202);

      Set<String> accepted = registerAllAndKill(urls, users, userTokens, second);

      assertThat(accepted).hasSizeGreaterThan(REGISTRATIONS / 2);
      Awaitility.await("every accepted device in the table")
          .atMost(TAKEN_OVER)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> {
            Set<String> missing = ConcurrentHashMap.newKeySet();
            missing.addAll(accepted);
            missing.removeAll(exported());
            assertThat(missing).isEmpty();
          });
    }
  }

  private Set<String> registerAllAndKill(
      List<String> urls, List<String> users, List<String> userTokens, Program second)
      throws InterruptedException {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    AtomicInteger answered = new AtomicInteger();
    Semaphore room = new Semaphore(AT_ONCE);
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < REGISTRATIONS; i++) {
      int user = i % USERS;
      String device = users.get(user) + "-device-" + i / USERS;
      room.acquire();
      all.add(
          register(urls.get(i % urls.size()), userTokens.get(user), device)
              .handle((status, _) -> {
                if (status != null && status == 202) {
                  accepted.add(device);
                }
                answered.incrementAndGet();
                room.release();
                return status;
              }));
      if (i == REGISTRATIONS / 3) {
        second.close();
      }
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(answered).hasValue(REGISTRATIONS);
    return accepted;
  }

  private Program startSecond(int port) throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(Project.file("token-service/target"))) {
      jar = files.filter(file -> file.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
    }
    return Program.start(
        "a second token-service",
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-jar",
            jar.toString(),
            "--spring.config.additional-location=file:"
                + stack.directory().config().resolve("token-service.properties"),
            "--server.port=" + port,
            "--spring.kafka.streams.state-dir=" + Project.target("second-token-service"),
            "--logging.file.name=" + stack.directory().logs().resolve("token-service-2.log")),
        "");
  }

  private static void awaitReady(String url) {
    Awaitility.await("a second token-service that is ready")
        .atMost(START_LIMIT)
        .ignoreExceptions()
        .until(() -> !Http.get(url + "/actuator/health/readiness").isEmpty());
  }

  /** Each has partitions of the table once the group has settled. */
  private static void awaitBothShare(List<String> urls) {
    for (String url : urls) {
      Awaitility.await("owners on " + url)
          .atMost(TAKEN_OVER)
          .ignoreExceptions()
          .until(() ->
              Http.get(url + "/actuator/prometheus")
                  .lines()
                  .filter(line -> line.startsWith("push_tokens_owned "))
                  .noneMatch(line -> line.endsWith("NaN")));
    }
  }

  private static CompletableFuture<Integer> register(String url, String token, String device) {
    return HTTP.sendAsync(
            request(url, token, "/devices/" + device)
                .header("Content-Type", "application/json")
                .PUT(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"address": {"type": "TOKEN", "value": "address-of-%s"},
                         "platform": "ANDROID"}\
                        """
                            .formatted(device)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private static CompletableFuture<Integer> remove(String url, String token, String device) {
    return HTTP.sendAsync(
            request(url, token, "/devices/" + device).DELETE().build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private static String devices(String url, String token) throws IOException, InterruptedException {
    return HTTP.send(request(url, token, "/devices").build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The ids of all devices; none while they move. */
  private Set<String> exported() throws IOException, InterruptedException {
    String body =
        HTTP.send(
                request(
                        stack.tokenServiceUrl(),
                        tokens.issue(LocalApp.ID, "operator", OperatorScopes.CONTENT),
                        "/devices:export")
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return body.lines()
        .map(JSON::readTree)
        .map(line -> line.path("device_id"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  private static HttpRequest.Builder request(String url, String token, String path) {
    return HttpRequest.newBuilder(URI.create(url + "/v1/apps/" + LocalApp.ID + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }
}
