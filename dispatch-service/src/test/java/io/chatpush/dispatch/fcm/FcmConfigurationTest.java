package io.chatpush.dispatch.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.AppsConfiguration;
import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.content.DefaultSettings;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.fcm.message.FcmFixtures;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.ledger.Outcome;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import io.chatpush.settings.BoundSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** From settings to pushes, against the simulator, with the real OAuth2 exchange. */
class FcmConfigurationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private FcmSimulator simulator = start();
  private Path keyFile = Path.of("unset");

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
          .withBean(Clock.class, Clock::systemUTC)
          .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
          .withBean(Pacer.class, () -> new TestPacer(100).pacer())
          .withUserConfiguration(FcmConfiguration.class, AppsConfiguration.class);

  @BeforeEach
  void writeKeyFile() throws IOException {
    keyFile =
        Files.writeString(directory.resolve("key.json"), simulator.serviceAccountJson("fixture"));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void sendsToEveryPlatformWithAndWithoutTls(boolean secure) throws IOException {
    Path certificate = Files.writeString(directory.resolve("ca.pem"), simulator.certificatePem());
    configured(secure ? simulator.httpsUrl() : simulator.httpUrl())
        .withPropertyValues(
            "spring.ssl.bundle.pem.fcm.truststore.certificate=file:" + certificate,
            "chatpush.fcm.ssl-bundle=fcm")
        .run(context -> {
          assertThat(context).hasNotFailed();
          PushGateway gateway = context.getBean(PushGateway.class);
          PayloadRenderer renderer = context.getBean(PayloadRenderer.class);
          for (Platform platform : PayloadRenderer.PLATFORMS) {
            for (AddressType type : List.of(AddressType.TOKEN, AddressType.FID)) {
              PushAddress address = new PushAddress(type, "fixture-" + platform + type);
              assertThat(gateway.send(attempt(renderer, FcmFixtures.aContent(), platform, address)))
                  .succeedsWithin(PATIENCE)
                  .isInstanceOf(Accepted.class);
              assertThat(simulator.received(address.value())).hasSize(1);
            }
          }
          assertThat(simulator.tokenEndpoint().issued()).isEqualTo(1);
        });
  }

  @Test
  void sendsTheLongestPushThatContentMakes() {
    ChatMessageEvent event =
        ChatMessageEvent.newBuilder()
            .setAppId("app")
            .setMessageId("message-1")
            .setEventType(ChatEventType.NEW_MESSAGE)
            .setChannelId("channel-1")
            .setChannelName("\"".repeat(5_000))
            .setSenderId("sender-1")
            .setSenderName("漢".repeat(5_000))
            .setAudience(Audience.EXPLICIT)
            .setBody("👩‍👩‍👧\u2028\"".repeat(5_000))
            .setData(Map.of("blob", "x".repeat(1_000)))
            .setPriority(MessagePriority.HIGH)
            .setSentAt(FcmFixtures.NOW)
            .build();
    configured(simulator.httpUrl())
        .run(context -> {
          PushGateway gateway = context.getBean(PushGateway.class);
          if (!(new ContentComposer(context.getBean(PayloadRenderer.class))
                  .compose(
                      event,
                      DefaultSettings.VALUE,
                      App.Privacy.FULL,
                      DefaultSettings.words(event),
                      1,
                      FcmFixtures.NOW.plusSeconds(60))
              instanceof Composed composed)) {
            throw new AssertionError("refused");
          }
          for (RenderedContent content : composed.rendered()) {
            PushAddress address =
                new PushAddress(AddressType.TOKEN, "t".repeat(200) + content.getPlatform());
            PushAttempt attempt =
                new PushAttempt("app", address, FcmFixtures.PUSH_ID, content, Duration.ofHours(1));
            assertThat(new FcmRequestEncoder(false).encode(attempt).length).isBetween(3_500, 4_096);
            assertThat(gateway.send(attempt)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
          }
        });
  }

  @Test
  void hasATokenAndAConnectionBeforeTheFirstPush() {
    configured(simulator.httpUrl())
        .run(context -> {
          context.getBean(FcmAhead.class).attempt();
          assertThat(simulator.tokenEndpoint().issued()).isEqualTo(1);
          await("a connection")
              .atMost(PATIENCE)
              .until(() ->
                  context
                          .getBean(SimpleMeterRegistry.class)
                          .get("push.fcm.connections")
                          .gauge()
                          .value()
                      == 1);
          assertThat(simulator.stats().requests()).isZero();
        });
  }

  @Test
  void goesOnWithoutThemWhenFcmIsDown() {
    simulator.tokenEndpoint().outage(new TokenEndpoint.Outage(503, "internal_failure"));
    configured("http://fixture.invalid:1")
        .run(context ->
            assertThatCode(() -> context.getBean(FcmAhead.class).attempt())
                .doesNotThrowAnyException());
  }

  @Test
  void hasPushesCheckedAndNotSentIfAsked() {
    configured(simulator.httpUrl())
        .withPropertyValues("chatpush.fcm.validate-only=true")
        .run(context -> {
          assertThat(send(context.getBean(PushGateway.class)))
              .succeedsWithin(PATIENCE)
              .isInstanceOf(Accepted.class);
          assertThat(simulator.stats().count(Outcome.VALIDATED)).isEqualTo(1);
          assertThat(simulator.stats().received()).isZero();
        });
  }

  @Test
  void renewsTokensThatWereRevoked() {
    configured(simulator.httpUrl())
        .run(context -> {
          PushGateway gateway = context.getBean(PushGateway.class);
          assertThat(send(gateway)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
          simulator.accessTokens().revokeAll();
          assertThat(send(gateway)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
          assertThat(simulator.tokenEndpoint().issued()).isEqualTo(2);
        });
  }

  @Test
  void doesNotSendWhileTheTokenEndpointRefusesAndGoesOnAfterwards() {
    simulator.tokenEndpoint().outage(new TokenEndpoint.Outage(400, "invalid_grant"));
    configured(simulator.httpUrl())
        .run(context -> {
          PushGateway gateway = context.getBean(PushGateway.class);
          assertThat(send(gateway))
              .succeedsWithin(PATIENCE)
              .isEqualTo(new NotSent("CREDENTIALS_REFUSED", null));
          simulator.tokenEndpoint().outage(null);
          await("a token after the outage")
              .atMost(PATIENCE)
              .until(() -> send(gateway).join() instanceof Accepted);
        });
  }

  @Test
  void knowsTheAppsThatAreConfigured() {
    configured(simulator.httpUrl())
        .run(context -> {
          FirebaseProjects projects = context.getBean(ServedApps.class).projects();
          assertThat(projects.of("app")).isNotNull();
          assertThat(projects.of("other")).isNull();
        });
  }

  @Test
  void takesTheLimitsOfAnAppBeforeThoseForAllApps() {
    configured(simulator.httpUrl())
        .withPropertyValues(
            "chatpush.apps.other.project-id=fixture",
            "chatpush.apps.other.credentials=" + keyFile,
            "chatpush.app-limits.events-per-second=10",
            "chatpush.app-limits.recipients-per-second=100",
            "chatpush.app-limits.burst=20s",
            "chatpush.app-limits.hold=5m",
            "chatpush.apps.app.limits.events-per-second=0",
            "chatpush.apps.app.limits.bytes-per-second=1MB")
        .run(context -> {
          Duration burst = Duration.ofSeconds(20);
          Duration hold = Duration.ofMinutes(5);
          assertThat(limit(context, "app")).isEqualTo(new AppLimit(0, 100, 1_048_576, burst, hold));
          assertThat(limit(context, "other")).isEqualTo(new AppLimit(10, 100, 0, burst, hold));
        });
  }

  @Test
  void limitsNoAppWhereNothingIsSet() {
    configured(simulator.httpUrl())
        .run(context -> assertThat(limit(context, "app").isNone()).isTrue());
  }

  private static AppLimit limit(ApplicationContext context, String app) {
    return context
        .getBean(AppLimits.class)
        .of(Objects.requireNonNull(context.getBean(Apps.Source.class).now().of(app)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chatpush.apps.app.project-id= | chatpush.apps.app.project-id is missing.",
        "chatpush.apps.app.credentials= | chatpush.apps.app.credentials is missing.",
        "chatpush.apps.app.credentials=/nowhere/key.json"
            + " | chatpush.apps.app.credentials names /nowhere/key.json, which does not exist.",
        "chatpush.apps.app.colour=red"
            + " | chatpush.apps.app.colour is no setting of chatpush; an app has project-id, credentials, quota-per-minute, event-types and limits.",
        "chatpush.apps.app.limits.events-per-second=-1"
            + " | chatpush.apps.app.limits.events-per-second is -1, it must be at least 1, or 0 for no limit.",
        "chatpush.apps.app.limits.colour=red | chatpush.apps.app.limits.colour is no setting of chatpush",
        "chatpush.app-limits.colour=red | chatpush.app-limits.colour",
        "chatpush.fcm.endpoint=ftp://fixture.invalid | chatpush.fcm.endpoint is ftp://fixture.invalid",
        "chatpush.fcm.connect-timeout=11s | longer than chatpush.fcm.send-timeout",
        "chatpush.fcm.colour=red | chatpush.fcm.colour"
      })
  void saysInOneSentenceWhichSettingIsWrong(String setting, String sentence) {
    configured(simulator.httpUrl())
        .withPropertyValues(setting)
        .run(context -> {
          assertThat(context).hasFailed();
          assertThat(context.getStartupFailure()).hasStackTraceContaining(sentence);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chatpush.app-limits.recipients-per-second=-1"
            + " | chatpush.app-limits.recipients-per-second is -1, it must be at least 1, or 0 for no limit.",
        "chatpush.app-limits.burst=0s | chatpush.app-limits.burst is PT0S, it must be more than 0s, at most 1h.",
        "chatpush.app-limits.hold=25h | chatpush.app-limits.hold is PT25H, it must be 0s to 1d.",
        "chatpush.fcm.connections=0 | chatpush.fcm.connections is 0, it must be 1 to 1000.",
        "chatpush.fcm.credentials-check=0s"
            + " | chatpush.fcm.credentials-check is PT0S, it must be more than 0s, at most 1d."
      })
  void saysInOneSentenceWhichLimitIsBroken(String setting, String sentence) {
    configured(simulator.httpUrl())
        .withPropertyValues(setting)
        .run(context -> {
          assertThat(context).hasFailed();
          assertThat(context.getStartupFailure())
              .extracting(BoundSettings::sentence)
              .isEqualTo(sentence);
        });
  }

  @Test
  void saysThatThereIsNoApp() {
    service.run(context ->
        assertThat(context.getStartupFailure())
            .hasRootCauseMessage(
                "chatpush.apps names no app: set chatpush.apps.<app-id>.project-id and"
                    + " .credentials, or chatpush.app-files.directory."));
  }

  @ParameterizedTest
  @CsvSource({"'{}'", "'no json'", "'{\"type\":\"authorized_user\"}'", "''"})
  void saysThatAFileIsNoServiceAccountWithoutQuotingIt(String content) throws IOException {
    Files.writeString(keyFile, content);
    configured(simulator.httpUrl())
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasRootCauseMessage(
                    "chatpush.apps.app.credentials names "
                        + keyFile
                        + ", which is not the JSON key file of a service account."));
  }

  private ApplicationContextRunner configured(String endpoint) {
    return service.withPropertyValues(
        "chatpush.fcm.endpoint=" + endpoint,
        "chatpush.apps.app.project-id=fixture",
        "chatpush.apps.app.credentials=" + keyFile);
  }

  private static CompletableFuture<DeliveryOutcome> send(PushGateway gateway) {
    return gateway.send(FcmFixtures.anAttempt());
  }

  private static PushAttempt attempt(
      PayloadRenderer renderer, PushContent content, Platform platform, PushAddress address) {
    return new PushAttempt(
        "app",
        address,
        FcmFixtures.PUSH_ID,
        renderer.render(content, platform),
        Duration.ofHours(1));
  }

  private static FcmSimulator start() {
    try {
      return FcmSimulator.start(SimulatorOptions.defaults());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
