package io.chatpush.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.schemas.serde.RegistrySettings.Endpoint;
import io.chatpush.schemas.text.VisibleText;
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
 * Asks the nodes of a registry in turn until one answers. A node that does not know a schema may
 * only not have caught up yet, so the others are asked before it is believed. A round over all
 * nodes is followed by at most {@code maxRetries} more, so a call takes no longer than (1 +
 * maxRetries) x nodes x readTimeout plus the waits between the rounds.
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

    /** No node that answered knows it; at least one answered. */
    record Unknown(String message) implements Answer {}

    /** No, and why, in the registry's own words: incompatible, invalid. */
    record Refused(String message) implements Answer {}
  }

  /** A node gave no usable answer. */
  private static final class NoAnswer extends Exception {
    final boolean passing;

    /** Whether the node answered at all, and may answer another question differently. */
    final boolean alive;

    NoAnswer(String message, boolean passing, boolean alive) {
      super(message);
      this.passing = passing;
      this.alive = alive;
    }
  }

  /** Far above any schema; a node that sends more is not a registry. */
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final int MAX_EXCERPT = 500;

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
   * @param about what the question is about, for messages: a schema id or a subject
   * @param path from the base URL on, percent-encoded
   * @param body JSON to send, if any
   * @param retries how many further rounds
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  Answer ask(String about, String method, String path, @Nullable JsonNode body, int retries) {
    Duration wait = settings.retryWait();
    for (int round = 0; ; round++) {
      List<String> reasons = new ArrayList<>();
      boolean passing = false;
      boolean alive = false;
      Answer unknown = null;
      int first = preferred;
      int nodes = settings.endpoints().size();
      for (int i = 0; i < nodes; i++) {
        int node = (first + i) % nodes;
        Endpoint endpoint = settings.endpoints().get(node);
        try {
          Answer answer = exchange(endpoint, method, path, body);
          if (answer instanceof Answer.Unknown) {
            unknown = answer;
          } else {
            preferred = node;
            return answer;
          }
        } catch (NoAnswer e) {
          passing |= e.passing;
          alive |= e.alive;
          reasons.add(
              "the registry at " + endpoint.base() + " " + e.getMessage() + " for " + about);
        }
      }
      if (unknown != null) {
        return unknown;
      }
      if (round >= retries || !passing || !pause(wait)) {
        throw new RegistryUnavailableException(String.join("; ", reasons), alive);
      }
      Duration doubled = wait.multipliedBy(2);
      wait = doubled.compareTo(settings.retryMaxWait()) < 0 ? doubled : settings.retryMaxWait();
    }
  }

  Answer ask(String about, String method, String path, @Nullable JsonNode body) {
    return ask(about, method, path, body, settings.maxRetries());
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
      String message = excerpt(json.path("message").asText("no reason given"));
      return status == 404 ? new Answer.Unknown(message) : new Answer.Refused(message);
    }
    boolean passing = status >= 500 || status == 429 || status == 408;
    throw new NoAnswer(
        "answered " + status + (json == null ? " with something that is not JSON" : ""),
        passing,
        !passing);
  }

  /**
   * Sends and waits. The request's own timeout would end with the header, and a node that sends its
   * body slowly would hold the caller forever; so the whole exchange is timed here.
   */
  private HttpResponse<byte[]> send(HttpRequest request) throws NoAnswer {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return exchange.get(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new NoAnswer(
          "gave no answer in " + settings.readTimeout().toMillis() + " ms", true, false);
    } catch (ExecutionException e) {
      throw new NoAnswer("failed with " + describe(e.getCause()), true, false);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("was not awaited, because the thread was interrupted,", false, false);
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

  /**
   * The beginning of a text that comes from outside, without the characters that would break a log
   * line or a terminal.
   */
  static String excerpt(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_EXCERPT); i++) {
      char c = text.charAt(i);
      printable.append(VisibleText.isHidden(c) ? '?' : c);
    }
    return text.length() <= MAX_EXCERPT ? printable.toString() : printable + "...";
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
