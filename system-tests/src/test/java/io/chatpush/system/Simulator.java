package io.chatpush.system;

import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the FCM simulator received, by its own HTTP API. */
final class Simulator {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NEVER_HEARD_OF = 404;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final SystemUnderTest stack;

  Simulator(SystemUnderTest stack) {
    this.stack = stack;
  }

  /**
   * What came for an address.
   *
   * @param requests sends for it, whatever they were answered
   * @param duplicates pushes that reached the device again
   * @param earlyRetries sends before the time that Retry-After named
   * @param pushes that reached the device, the oldest first
   */
  record Inbox(int requests, int duplicates, int earlyRetries, List<Push> pushes) {

    private static final Inbox EMPTY = new Inbox(0, 0, 0, List.of());
  }

  /**
   * A push as FCM would hand it to the device.
   *
   * @param tag by which the device knows that it has it already
   */
  record Push(
      String address, String tag, boolean duplicate, String title, String body, String pushId) {

    private static Push of(JsonNode push) {
      JsonNode message = push.path("request").path("message");
      return new Push(
          push.path("address").asString(),
          push.path("tag").asString(""),
          push.path("duplicate").asBoolean(),
          message.path("notification").path("title").asString(""),
          message.path("notification").path("body").asString(""),
          message.path("data").path("push_id").asString(""));
    }
  }

  /** What has come for a phone so far. */
  Inbox inbox(Phone phone) {
    HttpResponse<String> response = ask("/simulator/addresses/" + phone.address());
    if (response.statusCode() == NEVER_HEARD_OF) {
      return Inbox.EMPTY;
    }
    JsonNode log = JSON.readTree(response.body());
    return new Inbox(
        log.path("requests").asInt(),
        log.path("duplicates").asInt(),
        log.path("before_retry_after").asInt(),
        pushes(log.path("pushes")));
  }

  /** From now on addresses of a pattern do as a rule of the simulator says. */
  void behave(String pattern, String rule) {
    require(request(behaviours(pattern)).PUT(HttpRequest.BodyPublishers.ofString(rule)));
  }

  /** From now on addresses of a pattern do as their own names say. */
  void behaveWell(String pattern) {
    require(request(behaviours(pattern)).DELETE());
  }

  private static String behaviours(String pattern) {
    return "/simulator/behaviours/" + pattern.replace("*", "%2A");
  }

  private void require(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError("the simulator answered " + response.statusCode());
    }
  }

  /** Waits for the first push on a phone. */
  Push awaitPush(Phone phone) {
    return Awaitility.await("a push on the phone " + phone.id())
        .atMost(PATIENCE)
        .until(() -> inbox(phone).pushes(), pushes -> !pushes.isEmpty())
        .getFirst();
  }

  /** How many pushes reached devices, duplicates included, since it was started. */
  long received() {
    return get("/simulator/stats").path("received").asLong();
  }

  /** The latest pushes to whichever devices. */
  List<Push> latestPushes(int limit) {
    return pushes(get("/simulator/messages?limit=" + limit));
  }

  /** The latest of the pushes that reached a device again. */
  List<Push> duplicates(int limit) {
    return pushes(get("/simulator/duplicates?limit=" + limit));
  }

  /**
   * What it counted since it was started.
   *
   * @param requests sends, whatever they were answered
   * @param received pushes that reached devices, duplicates included
   * @param duplicates pushes that reached a device again under the tag of the first
   * @param resentEarly sends of a push before the Retry-After that the same push was answered with
   * @param quotaExceeded sends answered with 429
   * @param goAways connections told to go
   */
  record Stats(
      long requests,
      long received,
      long duplicates,
      long resentEarly,
      long quotaExceeded,
      long goAways) {

    Stats since(Stats earlier) {
      return new Stats(
          requests - earlier.requests,
          received - earlier.received,
          duplicates - earlier.duplicates,
          resentEarly - earlier.resentEarly,
          quotaExceeded - earlier.quotaExceeded,
          goAways - earlier.goAways);
    }
  }

  Stats stats() {
    JsonNode stats = get("/simulator/stats");
    return new Stats(
        stats.path("requests").asLong(),
        stats.path("received").asLong(),
        stats.path("duplicates").asLong(),
        stats.path("resent_before_retry_after").asLong(),
        stats.path("outcomes").path("quota_exceeded").asLong(),
        stats.path("connections").path("goaways").asLong());
  }

  /** The most requests that the stack's project made in any 60 seconds since it was forgotten. */
  long mostInAMinute() {
    return get("/simulator/stats")
        .path("projects")
        .path(LocalApp.PROJECT)
        .path("most_in_a_minute")
        .asLong();
  }

  /** Forgets everything it received and counted. */
  void forget() {
    require(request("/simulator/messages").DELETE());
  }

  /** Sets one of its own resources, such as {@code quota}. */
  void set(String resource, String value) {
    require(request("/simulator/" + resource).PUT(HttpRequest.BodyPublishers.ofString(value)));
  }

  /** Takes back what was set. */
  void unset(String resource) {
    require(request("/simulator/" + resource).DELETE());
  }

  private static List<Push> pushes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(Push::of).toList();
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = ask(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " was answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> ask(String path) {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(stack.simulatorUrl() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulator was asked", e);
    }
  }
}
