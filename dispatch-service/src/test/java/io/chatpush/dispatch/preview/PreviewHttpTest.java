package io.chatpush.dispatch.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.access.Scope;
import io.chatpush.apps.App;
import io.chatpush.apps.AppYaml;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.fcm.TestPreviewGateway;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.ledger.Outcome;
import io.chatpush.rules.EventLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both routes on a real port, with the real rendering, and a simulated FCM for the checks. */
class PreviewHttpTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<App> APPS =
      List.of(
          AppYaml.app(
              "own",
              """
              locale: en
              event-types:
                NEW_MESSAGE:
                  enabled: true
                  templates:
                    en: {title: "Chat", body: "Read: {message}"}
                    de: {title: "Chat", body: "Lies: {message}"}
                REACTION:
                  analytics-label: reactions
              custom-types:
                order: {enabled: true}
              """),
          AppYaml.app("shipped", "locale: de\nevent-types: {NEW_MESSAGE: {enabled: true}}"),
          AppYaml.app(
              "web",
              """
              platforms: [WEB]
              event-types: {NEW_MESSAGE: {enabled: true, display: DATA_ONLY}}
              """),
          AppYaml.app("private", "privacy: IDS_ONLY\nevent-types: {NEW_MESSAGE: {enabled: true}}"));

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static FcmSimulator simulator;
  private static KeyPair keys;
  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    simulator = FcmSimulator.start(SimulatorOptions.defaults());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    Path key =
        Files.writeString(
            directory.resolve("public.pem"),
            "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())));
    context =
        SpringApplication.run(
            new Class<?>[] {Application.class, PreviewController.class, PreviewConfiguration.class},
            new String[] {
              "--server.port=0",
              "--spring.reactor.netty.shutdown-quiet-period=0s",
              "--management.endpoint.health.validate-group-membership=false",
              "--chatpush.access.issuers[0].public-key-location=" + key
            });
  }

  @AfterAll
  static void stop() {
    context.close();
    simulator.close();
  }

  @Test
  void rendersEachPlatformInEachLocaleOfTheApp() throws Exception {
    JsonNode preview = render("own", "", event("NEW_MESSAGE"));

    assertThat(preview.path("app").asString()).isEqualTo("own");
    assertThat(preview.path("message").asString()).isEqualTo("message-1");
    assertThat(preview.path("default_locale").asString()).isEqualTo("en");
    assertThat(preview.path("notices")).isEmpty();
    assertThat(names(preview))
        .containsExactly("ANDROID en", "ANDROID de", "IOS en", "IOS de", "WEB en", "WEB de");
    JsonNode german = preview.path("renderings").get(1);
    assertThat(german.path("title").asString()).isEqualTo("Chat");
    assertThat(german.path("body").asString()).isEqualTo("Lies: \u2068See you\u2069");
    assertThat(german.path("shortened").asBoolean()).isFalse();
    JsonNode message = german.path("fcm_message");
    assertThat(message.path("token").asString()).isEqualTo("REGISTRATION_TOKEN");
    assertThat(message.at("/notification/body").asString()).isEqualTo("Lies: \u2068See you\u2069");
    assertThat(message.at("/data/message_id").asString()).isEqualTo("message-1");
  }

  @Test
  void rendersTheShippedTextsWhereTheAppHasNone() throws Exception {
    JsonNode preview = render("shipped", "?platform=ios", event("NEW_MESSAGE"));

    assertThat(names(preview)).hasSize(12).startsWith("IOS de", "IOS ar", "IOS en", "IOS es");
  }

  @Test
  void resolvesALocaleAsThatOfADevice() throws Exception {
    for (Map.Entry<String, String> locale :
        Map.of("de-CH", "de", "fr", "en", "und", "en", "EN_gb", "en").entrySet()) {
      assertThat(
              names(render("own", "?platform=WEB&locale=" + locale.getKey(), event("NEW_MESSAGE"))))
          .as(locale.getKey())
          .containsExactly("WEB " + locale.getValue());
    }
    assertThat(names(render("shipped", "?platform=WEB&locale=und", event("NEW_MESSAGE"))))
        .containsExactly("WEB de");
    assertThat(names(render("shipped", "?platform=WEB&locale=fr-CA", event("NEW_MESSAGE"))))
        .containsExactly("WEB fr");
  }

  /** The largest request that delivery can make of the content, counted by its own encoder. */
  @Test
  void countsTheBytesOfTheLargestRequest() throws Exception {
    FcmRequestEncoder encoder = new FcmRequestEncoder(true);
    PushAddress address = new PushAddress(AddressType.TOKEN, "t".repeat(238));
    for (String text : List.of("See you", "Ünïcode 👋\\n".repeat(20), "long 👋 ".repeat(900))) {
      RECORDED.clear();
      JsonNode preview = render("own", "", event("NEW_MESSAGE").replace("See you", text));
      boolean isLong = text.startsWith("long");
      for (JsonNode rendering : preview.path("renderings")) {
        PreviewPush push =
            Objects.requireNonNull(
                RECORDED.get(
                    rendering.path("platform").asString() + rendering.path("locale").asString()));
        int request =
            encoder.encode(
                    new PushAttempt(
                        push.appId(),
                        address,
                        push.pushId(),
                        push.content(),
                        EventLimits.LONGEST_TIME_TO_LIVE))
                .length;
        int added = push.content().getPlatform() == Platform.IOS ? 200 : 0;
        assertThat(rendering.path("bytes").asInt()).isEqualTo(request + added);
        assertThat(rendering.path("bytes_remaining").asInt())
            .isEqualTo(TextSplice.FCM_LIMIT - request - added)
            .isBetween(0, isLong ? 20 : TextSplice.FCM_LIMIT);
        assertThat(rendering.path("shortened").asBoolean()).isEqualTo(isLong);
        assertThat(rendering.path("body").asString().endsWith("…")).isEqualTo(isLong);
      }
    }
  }

  @Test
  void namesTheFieldThatFanOutWouldRefuse() throws Exception {
    assertRefused("link", event("NEW_MESSAGE").replace("\"body\"", "\"link\":\"a b\",\"body\""));
    assertRefused(
        "data", event("NEW_MESSAGE").replace("\"body\"", "\"data\":{\"from\":\"x\"},\"body\""));
    assertRefused("message_id", event("NEW_MESSAGE").replace("message-1", ""));
    assertRefused("custom_type", event("CUSTOM"));
    assertRefused(
        "custom_type", event("CUSTOM").replace("\"body\"", "\"custom_type\":\"nobodys\",\"body\""));
    assertRefused("event_type", event("NOTHING"));
    assertRefused("bodyy", event("NEW_MESSAGE").replace("\"body\"", "\"bodyy\""));
    assertRefused(
        "audience", event("NEW_MESSAGE").replace("\"body\"", "\"audience\":\"CHANNEL\",\"body\""));
  }

  private static void assertRefused(String field, String event) throws Exception {
    HttpResponse<String> response = post("own", "render", "", event, Scope.READ);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/errors/0/field").asString()).isEqualTo(field);
  }

  @Test
  void rendersATypeThatIsOffAndSaysSo() throws Exception {
    JsonNode preview =
        render(
            "own",
            "?platform=android&locale=en",
            event("REACTION").replace("\"body\"", "\"reaction\":\"👍\",\"body\""));

    assertThat(preview.path("notices").toString()).contains("switched off");
    JsonNode rendering = preview.path("renderings").get(0);
    assertThat(rendering.path("body").asString()).contains("👍");
    assertThat(rendering.path("fcm_message").toString()).contains("reactions");
  }

  @Test
  void rendersAnEventWithoutRecipientsAsForOne() throws Exception {
    String without = event("NEW_MESSAGE").replace("[\"noor\"]", "[]");
    String own = event("NEW_MESSAGE").replace("[\"noor\"]", "[\"maya\",\"basil\"]");

    assertThat(render("own", "", without).path("notices").toString()).contains("no recipients");
    JsonNode suppressed =
        render("own", "", own.replace("\"body\"", "\"exclude\":[\"basil\"],\"body\""));
    assertThat(suppressed.path("notices").toString()).contains("sender or excluded");
    assertThat(suppressed.path("renderings")).hasSize(6);
    assertThat(
            render("own", "", without.replace("\"body\"", "\"only_device_ids\":[\"d\"],\"body\""))
                .path("renderings"))
        .hasSize(6);
  }

  @Test
  void readsAnEventWithTheLargestNumberOfRecipients() throws Exception {
    String recipients =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "\"user-with-a-long-id-of-thirty-six-%04d\"".formatted(i))
            .collect(Collectors.joining(","));
    String event = event("NEW_MESSAGE").replace("\"noor\"", recipients);

    assertThat(render("own", "", event).path("renderings")).hasSize(6);
    assertThat(post("own", "render", "", "", Scope.READ).statusCode()).isEqualTo(400);
  }

  @Test
  void saysThatAnEventHasExpired() throws Exception {
    String old =
        event("NEW_MESSAGE").replace("\"body\"", "\"sent_at\":\"2026-01-01T00:00:00Z\",\"body\"");

    assertThat(render("own", "", old).path("notices").toString()).contains("expired");
  }

  @Test
  void rendersAPushWithoutTextOncePerPlatform() throws Exception {
    JsonNode preview = render("web", "", event("NEW_MESSAGE"));

    assertThat(names(preview)).containsExactly("WEB en");
    assertThat(preview.path("renderings").get(0).has("title")).isFalse();
    assertThat(preview.path("notices").toString()).contains("DATA_ONLY");
    HttpResponse<String> other =
        post("web", "render", "?platform=ios", event("NEW_MESSAGE"), Scope.READ);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("must be a platform of the app: WEB");
  }

  @Test
  void keepsTheContentOutOfAPrivateApp() throws Exception {
    JsonNode preview = render("private", "?locale=en&platform=web", event("NEW_MESSAGE"));

    assertThat(preview.path("notices").toString()).contains("IDS_ONLY");
    assertThat(preview.path("renderings").toString())
        .contains("New message")
        .doesNotContain("See you", "Maya");
  }

  @Test
  void needsTheScopeAndTheApp() throws Exception {
    String event = event("NEW_MESSAGE");

    HttpResponse<String> refused = post("own", "validate", "", event, Scope.READ);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("chatpush.publish");
    assertThat(post("own", "render", "", event, Scope.PUBLISH).body()).contains("chatpush.read");
    assertThat(post("nobodys", "render", "", event, Scope.READ).statusCode()).isEqualTo(403);
    assertThat(post("own", "render", "?colour=red", event, Scope.READ).statusCode()).isEqualTo(400);
    assertThat(post("own", "render", "", "{", Scope.READ).body()).contains("malformed-json");
  }

  @Test
  void hasFcmCheckEachRenderingAndSendsNothing() throws Exception {
    long received = simulator.stats().received();
    long validated = simulator.stats().count(Outcome.VALIDATED);

    JsonNode preview = validate("own", "", event("NEW_MESSAGE"));

    assertThat(preview.path("renderings"))
        .hasSize(6)
        .allSatisfy(rendering ->
            assertThat(rendering.at("/check/result").asString()).isEqualTo("ACCEPTED"));
    assertThat(simulator.stats().received()).isEqualTo(received);
    assertThat(simulator.stats().count(Outcome.VALIDATED)).isEqualTo(validated + 6);
  }

  /** FCM takes half as many bytes for a topic as for a device. */
  @Test
  void checksALongTextInAShorterForm() throws Exception {
    JsonNode preview =
        validate("own", "?locale=en", event("NEW_MESSAGE").replace("See you", "long ".repeat(800)));

    assertThat(preview.path("renderings"))
        .hasSize(3)
        .allSatisfy(rendering -> {
          assertThat(rendering.at("/check/result").asString()).isEqualTo("ACCEPTED");
          assertThat(rendering.path("bytes").asInt()).isGreaterThan(4_000);
          assertThat(rendering.path("notices").toString()).contains("shorter texts");
        });
    JsonNode large =
        validate(
            "own",
            "?locale=en",
            event("NEW_MESSAGE")
                .replace(
                    "\"body\"", "\"data\":{\"k\":\"%s\"},\"body\"".formatted("x".repeat(2_500))));
    assertThat(large.path("renderings"))
        .allSatisfy(rendering ->
            assertThat(rendering.at("/check/code").asString()).isEqualTo("TOO_LARGE_FOR_TOPIC"));
  }

  @Test
  void saysWhatFcmRefuses() throws Exception {
    simulator.behaviours().set("chatpush-validate", "invalid_argument");
    try {
      JsonNode check =
          validate("own", "?platform=web&locale=en", event("NEW_MESSAGE"))
              .path("renderings")
              .get(0)
              .path("check");

      assertThat(check.path("result").asString()).isEqualTo("REFUSED");
      assertThat(check.path("code").asString()).isEqualTo("INVALID_ARGUMENT");
      assertThat(check.path("message").asString()).isNotEmpty();
    } finally {
      simulator.behaviours().remove("chatpush-validate");
    }
  }

  @Test
  void saysThatFcmWasNotAsked() throws Exception {
    JsonNode check =
        validate("private", "?platform=web&locale=en", event("NEW_MESSAGE"))
            .path("renderings")
            .get(0)
            .path("check");

    assertThat(check.path("result").asString()).isEqualTo("NOT_CHECKED");
    assertThat(check.path("code").asString()).isEqualTo("APP_UNKNOWN");
  }

  private static String event(String type) {
    return """
    {"message_id":"message-1","event_type":"%s","channel_id":"trip","sender_id":"maya",
     "sender_name":"Maya","recipients":["noor"],"body":"See you"}\
    """
        .formatted(type);
  }

  private static List<String> names(JsonNode preview) {
    List<String> names = new ArrayList<>();
    for (JsonNode rendering : preview.path("renderings")) {
      names.add(rendering.path("platform").asString() + " " + rendering.path("locale").asString());
    }
    return names;
  }

  private static JsonNode render(String app, String query, String event) throws Exception {
    return ok(post(app, "render", query, event, Scope.READ));
  }

  private static JsonNode validate(String app, String query, String event) throws Exception {
    return ok(post(app, "validate", query, event, Scope.PUBLISH));
  }

  private static JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> post(
      String app, String what, String query, String event, Scope scope) throws Exception {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return HTTP.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%s/v1/apps/%s/messages:%s%s"
                        .formatted(port, app, what, query)))
            .header("Authorization", "Bearer " + token(scope))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(event))
            .build(),
        BodyHandlers.ofString(UTF_8));
  }

  private static String token(Scope scope) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .subject("operator")
                .claim("app", APPS.stream().map(App::id).toList())
                .claim("scope", scope.value())
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }

  /** What was rendered, by platform and locale. */
  private static final Map<String, PreviewPush> RECORDED = new ConcurrentHashMap<>();

  /** Not a configuration by annotation, or the scan of the whole service would find it. */
  @EnableAutoConfiguration
  @ComponentScan("io.chatpush.dispatch.web")
  static class Application {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    Apps.Source apps() {
      return Apps.Source.fixed(Apps.of(APPS));
    }

    @Bean
    AppTexts texts() {
      return new AppTexts();
    }

    @Bean
    FanOutTrial trial(Apps.Source apps, AppTexts texts, Clock clock) {
      return new FanOutTrial(apps, texts, new FcmPayloadRenderer(), Duration.ofHours(1), clock);
    }

    @Bean
    TestPreviewGateway fcm() {
      return new TestPreviewGateway(simulator, "own", "shipped", "web");
    }

    @Bean
    @Primary
    PreviewGateway recording(TestPreviewGateway fcm) {
      return new PreviewGateway() {
        @Override
        public String request(PreviewPush push) {
          RECORDED.put(push.content().getPlatform() + push.content().getLocale(), push);
          return fcm.request(push);
        }

        @Override
        public CompletableFuture<Check> check(PreviewPush push) {
          return fcm.check(push);
        }
      };
    }
  }
}
