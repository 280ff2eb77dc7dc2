package io.chatpush.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes chat messages of an app over HTTP. A call returns once Kafka has acknowledged its
 * messages, and blocks until then: call it on a virtual thread where many are published at once.
 *
 * <p>A request that gets no answer, or 429 or 503, is repeated up to four times within about 40 s.
 * That is safe, because the pushes of a message that is published twice replace each other on the
 * devices.
 *
 * <p>Thread-safe. The messages of one channel keep their order if one thread publishes them.
 */
public final class ChatpushClient {

  /** The most messages of a request; chatpush names at most 1,000 refused ones in its answer. */
  private static final int BATCH_MESSAGES = 500;

  /** The most bytes of a request, not counting the message that reaches it. */
  private static final int BATCH_BYTES = 1024 * 1024;

  /** Longer than chatpush waits for Kafka. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** An answer with 500 refused messages is smaller. */
  private static final long LONGEST_ANSWER = 16L * 1024 * 1024;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final URI route;
  private final Supplier<String> tokens;
  private final HttpClient http;
  private final Retries retries;

  /**
   * Creates a client.
   *
   * @param url of dispatch-service, such as {@code https://chatpush.example.com}
   * @param app the id of the app
   * @param tokens gives an access token for the app with the scope {@code chatpush.publish}; asked
   *     before each request, so that it can be renewed
   */
  public ChatpushClient(URI url, String app, Supplier<String> tokens) {
    this(
        url,
        app,
        tokens,
        HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build(),
        Retries.DEFAULT);
  }

  /** Creates a client with other repeats. */
  ChatpushClient(URI url, String app, Supplier<String> tokens, HttpClient http, Retries retries) {
    String base = url.toString();
    route =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/v1/apps/"
                + URLEncoder.encode(app, StandardCharsets.UTF_8).replace("+", "%20")
                + "/messages");
    this.tokens = tokens;
    this.http = http;
    this.retries = retries;
  }

  /**
   * Publishes a message.
   *
   * @throws PublishingException if chatpush refuses the message, or cannot be reached
   */
  public Published publish(ChatMessage message) {
    Map<String, Object> answer = send("application/json", message.toJson());
    return new Published(
        message.messageId(),
        JsonValues.objects(answer.get("notices")).stream()
            .map(notice ->
                new Published.Notice(
                    JsonValues.text(notice.get("notice")), JsonValues.text(notice.get("message"))))
            .toList());
  }

  /**
   * Publishes many messages, in requests of up to 500. Messages are taken from the iterator as the
   * requests are sent, so that they need not be in memory at once.
   *
   * @throws PublishingException if chatpush refuses a whole request, or cannot be reached; it says
   *     how many messages were handled before
   */
  public PublishedAll publishAll(Iterable<ChatMessage> messages) {
    return publishAll(messages.iterator());
  }

  /** Publishes many messages, as {@link #publishAll(Iterable)} does. */
  public PublishedAll publishAll(Iterator<ChatMessage> messages) {
    List<PublishedAll.Refused> refused = new ArrayList<>();
    long accepted = 0;
    long handled = 0;
    while (messages.hasNext()) {
      List<ChatMessage> batch = new ArrayList<>();
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      while (messages.hasNext() && batch.size() < BATCH_MESSAGES && lines.size() < BATCH_BYTES) {
        ChatMessage message = messages.next();
        batch.add(message);
        lines.writeBytes(message.toJson());
        lines.write('\n');
      }
      Map<String, Object> answer;
      try {
        answer = send("application/x-ndjson", lines.toByteArray());
      } catch (PublishingException e) {
        throw e.after(handled);
      }
      accepted += JsonValues.number(answer.get("accepted"));
      for (Map<String, Object> error : JsonValues.objects(answer.get("errors"))) {
        int line = (int) JsonValues.number(error.get("line")) - 1;
        if (line >= 0 && line < batch.size()) {
          refused.add(
              new PublishedAll.Refused(
                  handled + line, batch.get(line).messageId(), problem(error.get("problem"), 0)));
        }
      }
      handled += batch.size();
    }
    return new PublishedAll(accepted, refused);
  }

  /** Returns the answer to a request of which at least a part was accepted, or refused by line. */
  private Map<String, Object> send(String contentType, byte[] body) {
    for (int attempt = 1; ; attempt++) {
      PublishingException failure;
      Duration retryAfter = Duration.ZERO;
      try {
        HttpResponse<byte[]> response =
            http.send(
                request(contentType, body),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        Map<String, Object> answer = JsonValues.object(response.body());
        if (response.statusCode() / 100 == 2 || answer.containsKey("refused")) {
          return answer;
        }
        failure = PublishingException.of(problem(answer, response.statusCode()));
        if (response.statusCode() != TOO_MANY_REQUESTS && response.statusCode() != UNAVAILABLE) {
          throw failure;
        }
        retryAfter = retryAfter(response);
      } catch (IOException e) {
        failure =
            PublishingException.noAnswer(
                "chatpush did not answer (" + e.getClass().getSimpleName() + ").", e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (attempt >= retries.attempts()) {
        throw failure;
      }
      try {
        // The call blocks until Kafka has the messages, and this wait is part of the call.
        Thread.sleep(retries.wait(attempt, retryAfter, ThreadLocalRandom.current()));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private HttpRequest request(String contentType, byte[] body) {
    return HttpRequest.newBuilder(route)
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + tokens.get())
        .header("Content-Type", contentType)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static PublishingException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return PublishingException.noAnswer("The thread was interrupted.", cause);
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  /**
   * @param status where the problem has none, as with an answer of a proxy
   */
  private static Problem problem(@Nullable Object value, int status) {
    Map<String, Object> members = JsonValues.object(value);
    long own = JsonValues.number(members.get("status"));
    String title = JsonValues.text(members.get("title"));
    return new Problem(
        own == 0 ? status : (int) own,
        JsonValues.text(members.get("type")),
        title.isEmpty() ? "The answer is not one of chatpush" : title,
        JsonValues.text(members.get("detail")),
        JsonValues.objects(members.get("errors")).stream()
            .map(error ->
                new Problem.FieldError(
                    JsonValues.text(error.get("field")), JsonValues.text(error.get("message"))))
            .toList());
  }
}
