package io.chatpush.dispatch.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.access.Scope;
import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.ShortForms;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The route on which chat systems publish, on a real port and with everything but Kafka. */
class PublishingHttpTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SECRET = "a secret of the tests that has more than 32 bytes";
  private static final String ROUTE = "/v1/apps/demo/messages";
  private static final String JSON_TYPE = "application/json";
  private static final String LINES_TYPE = "application/x-ndjson";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext context;
  private static FakeEventLog log;

  @BeforeAll
  static void start() {
    context =
        SpringApplication.run(
            new Class<?>[] {Application.class, PublishingController.class},
            new String[] {
              "--server.port=0",
              "--spring.reactor.netty.shutdown-quiet-period=0s",
              // The packages that the health groups include are not here.
              "--management.endpoint.health.validate-group-membership=false",
              "--chatpush.access.issuers[0].secret=" + SECRET
            });
    log = context.getBean(FakeEventLog.class);
  }

  @AfterAll
  static void stop() {
    context.close();
    CLIENT.close();
  }

  @BeforeEach
  void forget() {
    log.clear();
  }

  @Test
  void acceptsAnEventOnceTheLogHasIt() {
    HttpResponse<String> response =
        publish(JSON_TYPE, event("message-1", "\"recipients\": [\"user-2\"], \"body\": \"hello\""));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"message_id\":\"message-1\",\"notices\":[]}");
    assertThat(log.events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getAppId()).isEqualTo("demo");
          assertThat(event.getMessageId()).isEqualTo("message-1");
          assertThat(event.getChannelId()).isEqualTo("channel-1");
          assertThat(event.getBody()).isEqualTo("hello");
          assertThat(event.getSentAt())
              .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        });
  }

  @Test
  void saysThatATypeIsOff() {
    HttpResponse<String> response =
        publish(
            JSON_TYPE,
            event("m", "\"recipients\": [\"user-2\"]").replace("NEW_MESSAGE", "REACTION"));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).contains("\"notice\":\"type_off\"", "No user gets a push");
    assertThat(log.events()).hasSize(1);
  }

  @Test
  void saysThatAnEventHasNoRecipient() {
    HttpResponse<String> response =
        publish(JSON_TYPE, event("m", "\"recipients\": [\"user-1\", \"u\"], \"exclude\": [\"u\"]"));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).contains("\"notice\":\"no_recipient\"");
  }

  @Test
  void namesTheFieldsThatAreWrong() {
    assertThat(fields(publish(JSON_TYPE, "{\"badge\": \"many\", \"recipient\": []}")))
        .containsExactlyInAnyOrder(
            "message_id", "event_type", "channel_id", "sender_id", "badge", "recipient");
    assertThat(fields(publish(JSON_TYPE, event("m", "\"image\": \"http://chat.example.com/i\""))))
        .containsExactly("image");
    assertThat(fields(publish(JSON_TYPE, event("m", "\"data\": {\"gcm.x\": \"1\"}"))))
        .containsExactly("data");
    assertThat(fields(publish(JSON_TYPE, event("m", "\"sent_at\": 1700000000"))))
        .containsExactly("sent_at");
    assertThat(fields(publish(JSON_TYPE, event("m", "\"audience\": \"CHANNEL\""))))
        .containsExactly("audience");
    assertThat(fields(publish(JSON_TYPE, event(" ", "\"body\": \"b\""))))
        .containsExactly("message_id");
    String large = "x".repeat(4_096);
    assertThat(fields(publish(JSON_TYPE, event("m", "\"data\": {\"k\": \"" + large + "\"}"))))
        .containsExactly("data");
    assertThat(log.events()).isEmpty();
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThat(publish(JSON_TYPE, "{").body()).contains("malformed-json");
    assertThat(publish(JSON_TYPE, "").statusCode()).isEqualTo(400);
    assertThat(publish("text/plain", "{}"))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(415);
          assertThat(response.body()).contains("application/x-ndjson");
        });
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    HttpResponse<String> response =
        publish(JSON_TYPE, event("m", "\"body\": \"" + "x".repeat(600_000) + "\""));
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void asksForARepeatWhileKafkaDoesNotAcknowledge() {
    double failed = count("failed");
    HttpResponse<String> response =
        publish(JSON_TYPE, event("m", "\"body\": \"b\"").replace("channel-1", "unreachable"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(response.body()).contains("urn:chatpush:problem:unavailable");
    assertThat(count("failed")).isEqualTo(failed + 1);
  }

  @Test
  void needsTheScopeAndATokenForAnAppThatExists() {
    String json = event("m", "\"body\": \"b\"");
    assertThat(publish(ROUTE, JSON_TYPE, json, token("demo", others())).statusCode())
        .isEqualTo(403);
    assertThat(publish(ROUTE, JSON_TYPE, json, token("other", "chatpush.publish")).statusCode())
        .isEqualTo(403);
    assertThat(
            publish("/v1/apps/none/messages", JSON_TYPE, json, token("none", "chatpush.publish")))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(404);
          assertThat(response.body()).contains("unknown-app");
        });
    assertThat(log.events()).isEmpty();
  }

  @Test
  void acceptsEventsInLinesInTheirOrder() {
    double accepted = count("accepted");
    int events = 1_300;
    String lines =
        IntStream.range(0, events)
            .mapToObj(number ->
                event("message-" + number, "\"recipients\": [\"user-2\"]")
                    .replace("channel-1", FakeEventLog.SLOW))
            .collect(Collectors.joining("\n"));
    HttpResponse<String> response = publish(LINES_TYPE, lines);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body())
        .isEqualTo("{\"accepted\":1300,\"noticed\":0,\"refused\":0,\"errors\":[]}");
    assertThat(log.events())
        .extracting(ChatMessageEvent::getMessageId)
        .containsExactlyElementsOf(
            IntStream.range(0, events).mapToObj(number -> "message-" + number).toList());
    assertThat(log.mostInFlight()).isBetween(1, 500);
    assertThat(count("accepted")).isEqualTo(accepted + events);
  }

  @Test
  void namesTheLinesThatAreRefusedAndAcceptsTheOthers() {
    HttpResponse<String> response =
        publish(
            LINES_TYPE,
            String.join(
                "\n",
                event("message-1", "\"body\": \"b\""),
                "",
                event("message-3", "\"badge\": -1"),
                "nonsense",
                event("message-5", "\"body\": \"" + "x".repeat(600_000) + "\""),
                event("message-6", "\"recipients\": [\"user-2\"]")));
    assertThat(response.statusCode()).isEqualTo(207);
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.path("accepted").asInt()).isEqualTo(2);
    assertThat(body.path("noticed").asInt()).isEqualTo(1);
    assertThat(body.path("refused").asInt()).isEqualTo(3);
    assertThat(body.path("errors").valueStream().map(error -> error.path("line").asInt()))
        .containsExactly(3, 4, 5);
    JsonNode first = body.path("errors").path(0);
    assertThat(first.path("message_id").asString()).isEqualTo("message-3");
    assertThat(first.at("/problem/errors/0/field").asString()).isEqualTo("badge");
    assertThat(first.at("/problem/errors/0/message").asString()).isEqualTo("is negative");
    assertThat(body.path("errors").path(1).has("message_id")).isFalse();
    assertThat(body.at("/errors/2/problem/status").asInt()).isEqualTo(413);
    assertThat(log.events())
        .extracting(ChatMessageEvent::getMessageId)
        .containsExactly("message-1", "message-6");
  }

  @Test
  void boundsTheErrorsOfAResponse() {
    double refused = count("refused");
    HttpResponse<String> response =
        publish(
            LINES_TYPE, Stream.generate(() -> "{}").limit(1_001).collect(Collectors.joining("\n")));
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.path("refused").asInt()).isEqualTo(1_001);
    assertThat(body.path("errors").size()).isEqualTo(EventLines.MOST_ERRORS);
    assertThat(count("refused")).isEqualTo(refused + 1_001);
  }

  @Test
  void asksForARepeatOfAllLinesWhenKafkaFailsMidway() {
    HttpResponse<String> response =
        publish(
            LINES_TYPE,
            event("message-1", "\"body\": \"b\"")
                + "\n"
                + event("message-2", "\"body\": \"b\"").replace("channel-1", "unreachable"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(log.events()).hasSize(1);
  }

  @Test
  void refusesABodyWithoutAnEventAndOneWithTooManyLines() {
    assertThat(publish(LINES_TYPE, "\n\n").statusCode()).isEqualTo(400);
    assertThat(publish(LINES_TYPE, "\n".repeat(EventLines.MOST_LINES + 1)).statusCode())
        .isEqualTo(413);
  }

  private static String event(String id, String members) {
    return """
    {"message_id": "%s", "event_type": "NEW_MESSAGE", "channel_id": "channel-1", \
    "sender_id": "user-1", %s}\
    """
        .formatted(id, members);
  }

  private static List<String> fields(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return JSON.readTree(response.body())
        .path("errors")
        .valueStream()
        .map(error -> error.path("field").asString())
        .toList();
  }

  private static double count(String result) {
    return context
        .getBean(MeterRegistry.class)
        .get("push.publishing.events")
        .tag("result", result)
        .counter()
        .count();
  }

  private static String others() {
    return Stream.of(Scope.values())
        .filter(scope -> scope != Scope.PUBLISH)
        .map(Scope::value)
        .collect(Collectors.joining(" "));
  }

  private static HttpResponse<String> publish(String contentType, String body) {
    return publish(ROUTE, contentType, body, token("demo", "chatpush.publish"));
  }

  private static HttpResponse<String> publish(
      String path, String contentType, String body, String token) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + context.getEnvironment().getRequiredProperty("local.server.port")
                          + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", contentType)
              .POST(BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String token(String app, String scopes) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .subject("chat-system")
                  .claim("app", app)
                  .claim("scope", scopes)
                  .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                  .build());
      jwt.sign(new MACSigner(SECRET));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not a configuration by annotation, or the scan of the whole service would find it. */
  @EnableAutoConfiguration
  @ComponentScan("io.chatpush.dispatch.web")
  static class Application {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    FakeEventLog fakeEventLog() {
      return new FakeEventLog();
    }

    @Bean
    Apps.Source apps() {
      return Apps.Source.fixed(
          Apps.of(
              List.of(
                  ShortForms.app(
                      "demo", null, App.Limits.AS_FOR_ALL, List.of(ChatEventType.NEW_MESSAGE)))));
    }

    @Bean
    PublishingMeters publishingMeters(MeterRegistry registry) {
      return new PublishingMeters(registry);
    }

    @Bean
    EventIntake eventIntake(
        Apps.Source apps, FakeEventLog log, PublishingMeters meters, Clock clock) {
      return new EventIntake(
          new FanOutTrial(
              apps, new AppTexts(), new FcmPayloadRenderer(), Duration.ofHours(1), clock),
          log,
          meters,
          clock);
    }
  }
}
