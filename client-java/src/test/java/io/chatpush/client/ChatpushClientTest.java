package io.chatpush.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatpushClientTest {

  private static final String NO_NOTICES = "{\"message_id\":\"message-1\",\"notices\":[]}";

  private static final String UNAVAILABLE =
      "{\"type\":\"urn:chatpush:problem:unavailable\",\"title\":\"The service cannot do this now\","
          + "\"status\":503,\"detail\":\"Kafka did not acknowledge the event in time.\"}";

  /** A request that the server received. */
  private record Received(String path, String contentType, String authorization, String body) {}

  /** An answer of the server; with status 0 it closes the connection without one. */
  private record Answer(int status, String body) {}

  private final List<Received> requests = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final HttpServer server = server();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ChatpushClient client =
      new ChatpushClient(
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
          "app/1",
          () -> "secret-token-" + tokens.incrementAndGet(),
          http,
          new Retries(3, Duration.ofMillis(1), Duration.ofMillis(5)));

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        new Received(
            exchange.getRequestURI().getRawPath(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Answer answer = answers.remove();
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Retry-After", "1");
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void publishesAMessageOnTheRouteOfTheApp() {
    answers.add(new Answer(202, NO_NOTICES));
    assertThat(client.publish(message(1))).isEqualTo(new Published("message-1", List.of()));
    assertThat(requests)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/v1/apps/app%2F1/messages");
          assertThat(request.contentType()).isEqualTo("application/json");
          assertThat(request.authorization()).isEqualTo("Bearer secret-token-1");
          assertThat(request.body()).contains("\"message_id\":\"message-1\"");
        });
  }

  @Test
  void saysWhyNobodyGetsAPush() {
    answers.add(
        new Answer(
            202, "{\"notices\":[{\"notice\":\"type_off\",\"message\":\"No user gets a push.\"}]}"));
    assertThat(client.publish(message(1)).notices())
        .containsExactly(new Published.Notice("type_off", "No user gets a push."));
  }

  @Test
  void repeatsARequestThatGotNoAnswerOrMustWait() {
    answers.add(new Answer(503, UNAVAILABLE));
    answers.add(new Answer(429, ""));
    answers.add(new Answer(202, NO_NOTICES));
    assertThat(client.publish(message(1)).messageId()).isEqualTo("message-1");
    assertThat(requests).hasSize(3);
    assertThat(requests.get(2).body()).isEqualTo(requests.getFirst().body());
    assertThat(requests.get(2).authorization()).isEqualTo("Bearer secret-token-3");
  }

  @Test
  void endsAfterTheLastAttempt() {
    for (int attempt = 0; attempt < 3; attempt++) {
      answers.add(new Answer(503, UNAVAILABLE));
    }
    assertThatThrownBy(() -> client.publish(message(1)))
        .isInstanceOf(PublishingException.class)
        .hasMessage(
            "503 The service cannot do this now: Kafka did not acknowledge the event in time.");
    server.stop(0);
    assertThatThrownBy(() -> client.publish(message(1)))
        .isInstanceOf(PublishingException.class)
        .hasMessage("chatpush did not answer (ConnectException).");
  }

  @Test
  void namesTheFieldsThatAreRefusedAndNeitherTextNorToken() {
    answers.add(
        new Answer(
            400,
            "{\"type\":\"urn:chatpush:problem:invalid-request\",\"title\":\"The request is not"
                + " valid\",\"status\":400,\"detail\":\"One field is not valid.\","
                + "\"errors\":[{\"field\":\"link\",\"message\":\"is not an https URL\"}]}"));
    PublishingException failure =
        catchThrowableOfType(PublishingException.class, () -> client.publish(message(1)));
    assertThat(failure)
        .hasMessage(
            "400 The request is not valid: One field is not valid. link is not an https URL.");
    assertThat(failure.problem())
        .isNotNull()
        .satisfies(problem ->
            assertThat(problem.fields())
                .containsExactly(new Problem.FieldError("link", "is not an https URL")));
    assertThat(requests).hasSize(1);
  }

  @Test
  void saysThatAnAnswerIsNotOneOfChatpush() {
    answers.add(new Answer(404, "<html>nothing</html>"));
    assertThatThrownBy(() -> client.publish(message(1)))
        .hasMessage("404 The answer is not one of chatpush: ");
  }

  @Test
  void publishesManyMessagesInRequestsAndMapsTheRefusedOnes() {
    answers.add(new Answer(202, "{\"accepted\":500,\"refused\":0,\"errors\":[]}"));
    answers.add(
        new Answer(
            207,
            "{\"accepted\":199,\"refused\":1,\"errors\":[{\"line\":3,\"problem\":{\"status\":400,"
                + "\"title\":\"The request is not valid\",\"detail\":\"One field is not valid.\"}}]}"));
    PublishedAll published =
        client.publishAll(IntStream.range(0, 700).mapToObj(ChatpushClientTest::message).iterator());
    assertThat(published.accepted()).isEqualTo(699);
    assertThat(published.refused())
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.index()).isEqualTo(502);
          assertThat(refused.messageId()).isEqualTo("message-502");
          assertThat(refused.problem().status()).isEqualTo(400);
        });
    assertThat(requests).extracting(Received::contentType).containsOnly("application/x-ndjson");
    assertThat(requests.getFirst().body().lines()).hasSize(500);
    assertThat(requests.get(1).body().lines()).hasSize(200);
  }

  @Test
  void saysWhichMessagesWereHandledWhenItCannotGoOn() {
    answers.add(new Answer(202, "{\"accepted\":500,\"refused\":0,\"errors\":[]}"));
    answers.add(new Answer(403, "{\"title\":\"The access token does not allow this\"}"));
    PublishingException failure =
        catchThrowableOfType(
            PublishingException.class,
            () ->
                client.publishAll(
                    IntStream.range(0, 700).mapToObj(ChatpushClientTest::message).toList()));
    assertThat(failure.handled()).isEqualTo(500);
    assertThat(failure).hasMessageContaining("The first 500 messages are published or refused.");
  }

  @Test
  void acceptsThatAllMessagesOfARequestAreRefused() {
    answers.add(
        new Answer(
            400,
            "{\"accepted\":0,\"refused\":1,\"errors\":[{\"line\":1,\"problem\":{\"status\":400}}]}"));
    assertThat(client.publishAll(List.of(message(1))).refused()).hasSize(1);
  }

  @Test
  void waitsLongerEachTimeAndAsLongAsItIsAsked() {
    Retries retries = new Retries(9, Duration.ofMillis(100), Duration.ofSeconds(2));
    RandomGenerator none = () -> 0;
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> retries.wait(n, Duration.ZERO, none)))
        .extracting(Duration::toMillis)
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 2_000L);
    assertThat(retries.wait(1, Duration.ofSeconds(1), none)).isEqualTo(Duration.ofSeconds(1));
    assertThat(retries.wait(1, Duration.ofDays(1), none)).isEqualTo(Duration.ofSeconds(2));
  }

  private static ChatMessage message(int number) {
    return ChatMessage.of(EventType.NEW_MESSAGE, "message-" + number)
        .inChannel("channel-1")
        .from("user-2")
        .recipients(List.of("user-1"))
        .body("a text that nobody else may read")
        .build();
  }
}
