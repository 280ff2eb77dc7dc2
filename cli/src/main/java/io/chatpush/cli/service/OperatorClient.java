package io.chatpush.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a service; what it does not answer with success is a sentence for people. */
public final class OperatorClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than one question takes the service. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final Service service;
  private final String url;
  private final String token;
  private final String ifSilent;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private OperatorClient(Service service, String url, String token, String ifSilent) {
    this.service = service;
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = token;
    this.ifSilent = ifSilent;
  }

  /**
   * Returns a client of a service.
   *
   * @param ifSilent what a person can do if the service does not answer, without a full stop
   * @throws CommandException if there is no access token
   */
  public static OperatorClient of(
      Service service, String url, @Nullable String token, String ifSilent) {
    if (token == null || token.isEmpty()) {
      throw new CommandException("An access token is needed: --token or CHATPUSH_TOKEN.");
    }
    return new OperatorClient(service, url, token, ifSilent);
  }

  /** Asks, and returns the answer. */
  public Answer get(String path, Map<String, String> parameters) throws InterruptedException {
    return answer(request(path, parameters).timeout(PATIENCE).GET());
  }

  /** The same, but empty where there is no such thing. */
  public Optional<Answer> find(String path, Map<String, String> parameters)
      throws InterruptedException {
    HttpResponse<byte[]> response =
        send(request(path, parameters).timeout(PATIENCE).GET(), BodyHandlers.ofByteArray());
    return response.statusCode() == NOT_FOUND && isUnknown(response.body())
        ? Optional.empty()
        : Optional.of(answer(response));
  }

  /** Sends a JSON object. */
  public Answer post(String path, Map<String, Object> body) throws InterruptedException {
    try {
      return answer(
          request(path, Map.of())
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (IOException e) {
      throw new IllegalStateException("a map of plain values can be written", e);
    }
  }

  /** Sends JSON that is written already. */
  public Answer post(String path, Map<String, String> parameters, byte[] json)
      throws InterruptedException {
    return answer(
        request(path, parameters)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json)));
  }

  /** Deletes what has that path. */
  public Answer delete(String path) throws InterruptedException {
    return answer(request(path, Map.of()).timeout(PATIENCE).DELETE());
  }

  /** An answer as it comes; the caller closes it. */
  public InputStream stream(String path, Map<String, String> parameters)
      throws InterruptedException {
    return switch (tryStream(path, parameters)) {
      case Streamed.Answer(var body) -> body;
      case Streamed.NotNow(var reason) -> throw reason;
    };
  }

  /** The same, for those who try again. */
  public Streamed tryStream(String path, Map<String, String> parameters)
      throws InterruptedException {
    return tryStream(request(path, parameters).GET());
  }

  /**
   * Sends lines of JSON. The answer cannot be read before all are sent: the JDK's client for
   * HTTP/1.1 does so, even where the service answers earlier.
   */
  public Streamed tryStream(String path, Map<String, String> parameters, byte[] lines)
      throws InterruptedException {
    return tryStream(
        request(path, parameters)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArray(lines)));
  }

  private Streamed tryStream(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() == OK) {
        return new Streamed.Answer(response.body());
      }
      CommandException refusal = refusal(response.statusCode(), response.body().readAllBytes());
      if (response.statusCode() == UNAVAILABLE) {
        return new Streamed.NotNow(refusal);
      }
      throw refusal;
    } catch (IOException e) {
      return new Streamed.NotNow(silent(e));
    }
  }

  private HttpRequest.Builder request(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(URI.create(url + path + (query.isEmpty() ? "" : "?" + query)))
        .header("Authorization", "Bearer " + token);
  }

  private Answer answer(HttpRequest.Builder request) throws InterruptedException {
    return answer(send(request, BodyHandlers.ofByteArray()));
  }

  private Answer answer(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), response.body());
    }
    try {
      return new Answer(JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new CommandException(url + " does not answer as " + service + " does.", e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws InterruptedException {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw silent(e);
    }
  }

  private CommandException silent(IOException cause) {
    return new CommandException(
        service + " at " + url + " does not answer: " + ifSilent + ".", cause);
  }

  /** What a problem detail says, to be shown to people. */
  private CommandException refusal(int status, byte[] body) {
    try {
      JsonNode problem = new Answer(JSON.readTree(body)).shown();
      StringBuilder sentence =
          new StringBuilder(problem.path("title").asText("HTTP " + status))
              .append(": ")
              .append(problem.path("detail").asText("the service does not say why."));
      for (JsonNode error : problem.path("errors")) {
        sentence
            .append("\n  ")
            .append(error.path("field").asText())
            .append(' ')
            .append(error.path("message").asText());
      }
      return new CommandException(sentence.toString());
    } catch (IOException e) {
      return new CommandException(url + " answered " + status + ".", e);
    }
  }

  /** Whether it says that it knows no such thing, and not that it answers nothing at all. */
  private static boolean isUnknown(byte[] problem) {
    return new String(problem, StandardCharsets.UTF_8).contains("urn:chatpush:problem:unknown-");
  }

  /** A text as a part of a path. */
  public static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
