package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.cli.terminal.CommandException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator asks token-service. */
final class TokenServiceClient implements AutoCloseable {

  private static final String APP = "/v1/apps/" + Population.APP;
  private static final int OK = 200;

  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * @param token has the scope chatpush.admin
   */
  TokenServiceClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /**
   * Imports a file as one request, and returns how many lines Kafka has.
   *
   * @throws CommandException if a line is refused, or the import does not end
   */
  long importAll(Path lines) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request =
          request(APP + "/devices:import")
              .header("Content-Type", "application/x-ndjson")
              .POST(HttpRequest.BodyPublishers.ofFile(lines))
              .build();
    } catch (FileNotFoundException e) {
      throw new CommandException("There is no file " + lines + ".", e);
    }
    try (BufferedReader answer = reader(http.send(request, BodyHandlers.ofInputStream()))) {
      String last = "{}";
      @Nullable String line;
      while ((line = answer.readLine()) != null) {
        last = line;
      }
      JsonNode progress = JsonMapper.shared().readTree(last).path("progress");
      if (!progress.path("complete").asBoolean() || progress.path("refused").asLong() > 0) {
        throw new CommandException("The import did not end well: " + last);
      }
      return progress.path("accepted").asLong();
    }
  }

  /** What an export gave. */
  record Exported(long devices, long bytes) {}

  /** Reads an export to its end, and counts. */
  Exported exportAll() throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request(APP + "/devices:export").build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != OK) {
      throw new CommandException("An export was answered with " + response.statusCode() + ".");
    }
    // Lines of devices begin so, and nothing else does; text would cost more than the export.
    byte[] beginning = "{\"user_id\"".getBytes(StandardCharsets.US_ASCII);
    long devices = 0;
    long bytes = 0;
    try (InputStream body = new BufferedInputStream(response.body(), 1 << 16)) {
      int at = 0; // in the line, or -1 where it is of something else
      int next;
      while ((next = body.read()) >= 0) {
        bytes++;
        if (next == '\n') {
          at = 0;
        } else if (at >= 0) {
          at = next == beginning[at] ? at + 1 : -1;
          if (at == beginning.length) {
            devices++;
            at = -1;
          }
        }
      }
    }
    return new Exported(devices, bytes);
  }

  /** How many devices the service says that a user has; -1 where it cannot say. */
  int devicesOf(String user) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          http.send(
              request(APP + "/users/" + user + "/devices").build(), BodyHandlers.ofByteArray());
      return response.statusCode() == OK
          ? JsonMapper.shared().readTree(response.body()).path("devices").size()
          : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  boolean isReady() throws InterruptedException {
    return health("/actuator/health/readiness") != null;
  }

  /** Whether the ownership stream has all its state and works. */
  boolean isStreamRunning() throws InterruptedException {
    JsonNode health = health("/actuator/health");
    return health != null
        && health.at("/components/ownership/details/state").asString("").equals("RUNNING");
  }

  private @Nullable JsonNode health(String path) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = http.send(request(path).build(), BodyHandlers.ofByteArray());
      return response.statusCode() == OK ? JsonMapper.shared().readTree(response.body()) : null;
    } catch (IOException e) {
      return null; // not listening yet
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private static BufferedReader reader(HttpResponse<InputStream> response) {
    if (response.statusCode() != OK) {
      throw new CommandException("An import was answered with " + response.statusCode() + ".");
    }
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    http.close();
  }
}
