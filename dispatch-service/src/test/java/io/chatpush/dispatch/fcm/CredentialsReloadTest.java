package io.chatpush.dispatch.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chatpush.apps.AppsConfiguration;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.fcm.credentials.CredentialsReload;
import io.chatpush.dispatch.fcm.message.FcmFixtures;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.oauth.ServiceAccounts;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

/**
 * Credentials that are replaced while the service runs, as Kubernetes replaces a Secret, against
 * the simulator's OAuth2 endpoint.
 */
class CredentialsReloadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String KEPT = "push.fcm.credentials.kept";
  private static final String TAKEN = "push.fcm.credentials.taken";

  @TempDir private Path mount;
  private final FcmSimulator simulator = start();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(CredentialsReload.class);
  private int versions;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    simulator.close();
  }

  /** What may be in the file and is of no use. */
  enum Bad {
    NO_JSON,
    NO_KEY,
    HALF,
    EMPTY,
    OTHER_PROJECT,
    UNKNOWN_KEY
  }

  @Test
  void takesANewKeyWhereTheOldOneIsRefused() throws IOException {
    mount(revoked());
    running(context -> {
      PushGateway gateway = context.getBean(PushGateway.class);
      assertThat(send(gateway))
          .succeedsWithin(PATIENCE)
          .isEqualTo(new NotSent("CREDENTIALS_REFUSED", null));
      mount(good());
      awaitTaken(context, 1);
      assertThat(send(gateway)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
      assertThat(kept(context)).isZero();
    });
  }

  @Test
  void doesNotAskForTokensWhileTheFileIsTheSame() throws IOException {
    mount(good());
    running(context -> {
      assertThat(send(context.getBean(PushGateway.class))).succeedsWithin(PATIENCE);
      // The same in another version of the Secret; the next change shows that it was looked at.
      mount(good());
      mount("{}");
      await("a look at the file").atMost(PATIENCE).until(() -> kept(context) == 1);
      mount(good());
      await("a look at the file").atMost(PATIENCE).until(() -> kept(context) == 0);
      assertThat(simulator.tokenEndpoint().issued()).isEqualTo(1);
      assertThat(taken(context)).isZero();
    });
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheOldKeyAndSaysOnceWhatIsWrong(Bad bad) throws IOException {
    mount(good());
    running(context -> {
      PushGateway gateway = context.getBean(PushGateway.class);
      assertThat(send(gateway)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
      mount(bad(bad));
      await("the file to be found bad").atMost(PATIENCE).until(() -> kept(context) == 1);
      simulator.accessTokens().revokeAll();
      assertThat(send(gateway)).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
      mount(good());
      await("the file to be found good").atMost(PATIENCE).until(() -> kept(context) == 0);
      assertThat(context.getBean(CredentialsReload.class).kept()).isEmpty();
      assertThat(messages())
          .hasSize(2)
          .first()
          .asString()
          .contains("App app", "chatpush.apps.app.credentials", file().toString())
          .doesNotContain("PRIVATE KEY", "fcm-simulator@");
    });
  }

  @Test
  void goesOnWithTheOldKeyWhereTheFileIsGone() throws IOException {
    mount(good());
    running(context -> {
      Files.delete(mount.resolve("..data"));
      await("the file to be missed").atMost(PATIENCE).until(() -> kept(context) == 1);
      assertThat(context.getBean(CredentialsReload.class).kept())
          .containsEntry(
              "app", "chatpush.apps.app.credentials names " + file() + ", which does not exist.");
      simulator.accessTokens().revokeAll();
      assertThat(send(context.getBean(PushGateway.class)))
          .succeedsWithin(PATIENCE)
          .isInstanceOf(Accepted.class);
    });
  }

  @Test
  void takesANewKeyOnceTheTokenEndpointAnswers() throws IOException {
    mount(revoked());
    running(context -> {
      simulator.tokenEndpoint().outage(new TokenEndpoint.Outage(503, "internal_failure"));
      mount(good());
      await("the key to be tried").atMost(PATIENCE).until(() -> kept(context) == 1);
      simulator.tokenEndpoint().outage(null);
      awaitTaken(context, 1);
      assertThat(kept(context)).isZero();
    });
  }

  private void running(ContextConsumer<AssertableApplicationContext> test) {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
        .withBean(Clock.class, Clock::systemUTC)
        .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
        .withBean(Pacer.class, () -> new TestPacer(100).pacer())
        .withUserConfiguration(FcmConfiguration.class, AppsConfiguration.class)
        .withPropertyValues(
            "chatpush.fcm.endpoint=" + simulator.httpUrl(),
            "chatpush.fcm.credentials-check=20ms",
            "chatpush.apps.app.project-id=fixture",
            "chatpush.apps.app.credentials=" + file())
        .run(test);
  }

  private Path file() {
    return mount.resolve("key.json");
  }

  /**
   * As kubelet does it: {@code key.json -> ..data/key.json}, and {@code ..data} is a link to a
   * directory of its own for each version, put there by one rename.
   */
  private void mount(String content) throws IOException {
    Path version = Files.createDirectory(mount.resolve("..version-" + versions++));
    Files.writeString(version.resolve("key.json"), content);
    Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), version.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    if (!Files.isSymbolicLink(file())) {
      Files.createSymbolicLink(file(), Path.of("..data", "key.json"));
    }
  }

  private String good() {
    return simulator.serviceAccountJson("fixture");
  }

  /** A key of the same account that the token endpoint does not know. */
  private String revoked() {
    return ServiceAccounts.create().json("fixture", simulator.httpUrl() + "/token");
  }

  private String bad(Bad bad) {
    return switch (bad) {
      case NO_JSON -> "no json";
      case NO_KEY -> good().replace("private_key\"", "no_key\"");
      case HALF -> good().substring(0, good().length() / 2);
      case EMPTY -> "";
      case OTHER_PROJECT -> simulator.serviceAccountJson("other");
      case UNKNOWN_KEY -> revoked();
    };
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void awaitTaken(AssertableApplicationContext context, int times) {
    await("the new key to be in use").atMost(PATIENCE).until(() -> taken(context) == times);
  }

  private static double kept(AssertableApplicationContext context) {
    return context.getBean(SimpleMeterRegistry.class).get(KEPT).tag("app", "app").gauge().value();
  }

  private static double taken(AssertableApplicationContext context) {
    return context
        .getBean(SimpleMeterRegistry.class)
        .get(TAKEN)
        .tag("app", "app")
        .counter()
        .count();
  }

  private static CompletableFuture<DeliveryOutcome> send(PushGateway gateway) {
    return gateway.send(FcmFixtures.anAttempt());
  }

  private static FcmSimulator start() {
    try {
      return FcmSimulator.start(SimulatorOptions.defaults());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
