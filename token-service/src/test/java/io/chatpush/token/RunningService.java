package io.chatpush.token;

import io.chatpush.testing.KafkaBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service as an operator starts it, and a client of it. */
final class RunningService implements AutoCloseable {

  private final AccessTokens tokens = new AccessTokens();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private RunningService(KafkaBackend backend, Path directory, List<String> settings) {
    List<String> arguments = new ArrayList<>(settings);
    List.of(
            "--server.port=0",
            "--spring.kafka.bootstrap-servers=" + backend.bootstrapServers(),
            "--spring.kafka.properties.schema.registry.url=" + backend.registryUrl(),
            "--spring.kafka.streams.application-id=ownership-" + UUID.randomUUID(),
            "--spring.kafka.streams.state-dir=" + directory.resolve("state"),
            "--chatpush.access.issuers[0].public-key-location=" + tokens.writePublicKey(directory),
            "--chatpush.registration.apps=demo")
        .stream()
        .filter(usual -> settings.stream().noneMatch(setting -> isSame(setting, usual)))
        .forEach(arguments::add);
    context =
        SpringApplication.run(TokenServiceApplication.class, arguments.toArray(String[]::new));
  }

  /** Of a setting that is given twice Spring makes a list. */
  private static boolean isSame(String setting, String other) {
    return setting.startsWith(other.substring(0, other.indexOf('=') + 1));
  }

  static RunningService start(KafkaBackend backend, Path directory, String... settings) {
    return new RunningService(backend, directory, List.of(settings));
  }

  HttpResponse<String> register(String user, String device, String address) {
    return send(
        "PUT",
        device,
        user,
        BodyPublishers.ofString(
            """
            {"address": {"type": "TOKEN", "value": "%s"}, "platform": "ANDROID"}\
            """
                .formatted(address)));
  }

  /** Asks with an access token of {@code user}. */
  HttpResponse<String> as(String user, String method, String path) {
    return exchange(
        HttpRequest.newBuilder(uri(path))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + tokens.of(user, "demo"))
            .build());
  }

  /** Asks as an operator. */
  HttpResponse<String> asOperator(String method, String path, String body) {
    return exchange(
        HttpRequest.newBuilder(uri(path))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + tokens.ofOperator("demo"))
            .build());
  }

  HttpResponse<String> remove(String user, String device) {
    return send("DELETE", device, user, BodyPublishers.noBody());
  }

  HttpResponse<String> readiness() {
    return health("readiness");
  }

  HttpResponse<String> health(String group) {
    return exchange(HttpRequest.newBuilder(uri("/actuator/health/" + group)).build());
  }

  String meters() {
    return exchange(HttpRequest.newBuilder(uri("/actuator/prometheus")).build()).body();
  }

  private HttpResponse<String> send(String method, String device, String user, BodyPublisher body) {
    return exchange(
        HttpRequest.newBuilder(uri("/v1/apps/demo/devices/" + device))
            .method(method, body)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + tokens.of(user, "demo"))
            .build());
  }

  private URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
