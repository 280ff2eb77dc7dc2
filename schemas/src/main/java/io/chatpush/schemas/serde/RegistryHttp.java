package io.chatpush.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.schemas.serde.RegistrySettings.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a registry in turn until one answers. A round over all nodes is followed by at
 * most {@code maxRetries} more, so a call takes no longer than (1 + maxRetries) x nodes x
 * readTimeout plus the waits between the rounds.
 *
 * <p>Only what a registry says in its own words counts as an answer. A 404 of a proxy, a login page
 * or a 500 say nothing about a schema, and must not send good records to the dead letters.
 *
 * <p>Safe for use by many threads.
 */
final class RegistryHttp implements AutoCloseable {

  /** What a registry said. */
  sealed interface Answer {
    record Found(JsonNode body) implements Answer {}

    /** No, and why, in the registry's own words: unknown, incompatible, invalid. */
    record Refused(String message) implements Answer {}
  }

  /** A node gave no usable answer. */
  private static final class NoAnswer extends Exception {
    final boolean passing;

    NoAnswer(String message, boolean passing) {
      super(message);
      this.passing = passing;
    }
  }

  /** Far above any schema; a node that sends more is not a registry. */
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistrySettings settings;
  private final HttpClient client;
  // Where the last answer came from: the next question goes there first.
  private volatile int preferred;

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    // Redirects are not followed: they would carry our credentials to whoever is named in them.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    if (settings.endpoints().stream().anyMatch(e -> "https".equals(e.base().getScheme()))) {
      builder.sslContext(TlsContext.of(settings.tls()));
    }
    this.client = builder.build();
  }

  /**
   * @param path from the base URL on, percent-encoded
   * @param body JSON to send, if any
   * @param retries how many further rounds
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  Answer ask(String method, String path, @Nullable JsonNode body, int retries) {
    Duration wait = settings.retryWait();
    for (int round = 0; ; round++) {
      List<String> reasons = new ArrayList<>();
      boolean passing = false;
      int first = preferred;
      int nodes = settings.endpoints().size();
      for (int i = 0; i < nodes; i++) {
        int node = (first + i) % nodes;
        Endpoint endpoint = settings.endpoints().get(node);
        try {
          Answer answer = exchange(endpoint, method, path, body);
          preferred = node;
          return answer;
        } catch (NoAnswer e) {
          passing |= e.passing;
          reasons.add(endpoint.base() + " " + e.getMessage());
        }
      }
      if (round >= retries || !passing || !pause(wait)) {
        throw new RegistryUnavailableException(
            "no schema registry answered: " + String.join("; ", reasons));
      }
      Duration doubled = wait.multipliedBy(2);
      wait = doubled.compareTo(settings.retryMaxWait()) < 0 ? doubled : settings.retryMaxWait();
    }
  }

  Answer ask(String method, String path, @Nullable JsonNode body) {
    return ask(method, path, body, settings.maxRetries());
  }

  private Answer exchange(Endpoint endpoint, String method, String path, @Nullable JsonNode body)
      throws NoAnswer {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.base() + path))
            .header("Accept", MEDIA_TYPE + ", application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    if (endpoint.authorization() != null) {
      request.header("Authorization", endpoint.authorization().value());
    }
    HttpResponse<byte[]> response = send(request.build());
    JsonNode json = parse(response.body());
    int status = response.statusCode();
    if (status == 200 && json != null) {
      return new Answer.Found(json);
    }
    if (json != null && isRefusal(status, json)) {
      return new Answer.Refused(excerpt(json.path("message").asText("no reason given")));
    }
    throw new NoAnswer(
        "answered " + status + (json == null ? " with something that is not JSON" : ""),
        status >= 500 || status == 429 || status == 408);
  }

  /**
   * Sends and waits. The request's own timeout would end with the header, and a node that trickles
   * its body would hold a consumer for ever; so the whole exchange is timed here.
   */
  private HttpResponse<byte[]> send(HttpRequest request) throws NoAnswer {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return exchange.get(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new NoAnswer("gave no answer in " + settings.readTimeout().toMillis() + " ms", true);
    } catch (ExecutionException e) {
      throw new NoAnswer("failed with " + describe(e.getCause()), true);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("was not waited for: interrupted", false);
    }
  }

  /** Whether it is the registry that says no, as against something in front of it. */
  private static boolean isRefusal(int status, JsonNode json) {
    int code = json.path("error_code").asInt();
    return switch (status) {
      case 404 -> code >= 40401 && code <= 40499;
      case 409 -> code != 0;
      case 422 -> code == 422 || (code >= 42201 && code <= 42299);
      default -> false;
    };
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.isContainerNode() ? json : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String describe(@Nullable Throwable fault) {
    if (fault == null) {
      return "an unknown fault";
    }
    String message = fault.getMessage();
    String name = fault.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + excerpt(message);
  }

  private static String excerpt(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "...";
  }

  /** Waits between half of and all of this; false if the thread was interrupted. */
  private static boolean pause(Duration wait) {
    long millis = wait.toMillis();
    try {
      Thread.sleep(millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
