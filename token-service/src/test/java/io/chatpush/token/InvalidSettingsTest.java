package io.chatpush.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingsTest {

  private static final String SPRINGS = "spring.security.oauth2.resourceserver.";
  private static final String REGISTRY =
      "--spring.kafka.properties.schema.registry.url=http://127.0.0.1:1";
  private static final String APPS = "--chatpush.registration.apps=demo";

  private static final String SECRET = "a-secret-of-thirty-two-bytes-sss";

  @TempDir private Path directory;

  @Test
  void asksForTheApps(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.registration.apps is not set: name the apps whose devices may register, or set chatpush.app-files.directory.",
        REGISTRY,
        publicKey());
  }

  @Test
  void namesTheAppIdThatIsNone(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.registration.apps names an app id that must be at most 256 bytes of UTF-8.",
        REGISTRY,
        publicKey(),
        APPS + "," + "x".repeat(257));
  }

  @Test
  void refusesKeysItDoesNotKnow(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.registration.app is no setting of this service. Did you mean"
            + " chatpush.registration.apps?",
        REGISTRY,
        publicKey(),
        APPS,
        "--chatpush.registration.app=demo");
  }

  /** Its connections would have no limit for slow clients. */
  @Test
  void refusesHttp2(CapturedOutput output) {
    assertStops(
        output,
        "server.http2.enabled is true, but the limits of chatpush.http are for HTTP/1.1 only.",
        REGISTRY,
        publicKey(),
        APPS,
        "--server.http2.enabled=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chatpush.registrations.apps", "chatpush.apps"})
  void refusesKeysOfNoGroup(String key, CapturedOutput output) {
    assertStops(
        output,
        key + " is no setting of this service.",
        REGISTRY,
        publicKey(),
        APPS,
        "--" + key + "=demo");
    assertThat(output.getAll()).doesNotContain("demo");
  }

  @Test
  void namesTheLimitThatMakesNoSense(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.ownership.retire-after is PT24H, which is not longer than stale-after, PT720H.",
        REGISTRY,
        APPS,
        publicKey(),
        "--chatpush.ownership.retire-after=1d");
  }

  @Test
  void namesTheInstanceAddressThatIsNone(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.ownership.instance-address is \"here\", not host:port.",
        REGISTRY,
        APPS,
        publicKey(),
        "--chatpush.instances.secret-location=" + secret(),
        "--chatpush.ownership.instance-address=here");
  }

  @Test
  void namesTheMissingSecretOfInstances(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.ownership.instance-address is set and chatpush.instances.secret-location is not",
        REGISTRY,
        APPS,
        publicKey(),
        "--chatpush.ownership.instance-address=10.0.0.1:8080");
  }

  @Test
  void namesTheHttpTimeoutThatIsNone(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.http.header-timeout is PT0S, it must be 100ms to 10m.",
        REGISTRY,
        APPS,
        publicKey(),
        "--chatpush.http.header-timeout=0s");
  }

  @Test
  void namesTheRateThatIsNone(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.limits.requests-per-minute is 0, it must be 1 to 60000.",
        REGISTRY,
        APPS,
        publicKey(),
        "--chatpush.limits.requests-per-minute=0");
  }

  @Test
  void asksForTheRegistry(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.properties.schema.registry.url is not set: name the URLs of the schema"
            + " registry.",
        publicKey(),
        APPS);
  }

  @Test
  void asksHowTokensAreVerified(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.access.issuers is not set: name at least one issuer of access tokens.",
        REGISTRY,
        APPS);
  }

  @ParameterizedTest
  @CsvSource({
    "jwt.issuer-uri=http://h, issuers[0].issuer with chatpush.access.issuers[0].discovery=true",
    "jwt.jwk-set-uri=http://h, issuers[0].jwk-set-uri",
    "jwt.public-key-location=file:/absent, issuers[0].public-key-location",
    "jwt.audiences[0]=push, issuers[0].audiences",
    "jwt.jws-algorithms=none, issuers",
    "opaquetoken.client-id=me, issuers"
  })
  void namesWhatReplacesASettingOfSpring(
      String setting, String replacement, CapturedOutput output) {
    // Of a list, the first element is named as Spring's binder calls it.
    String name = setting.substring(0, setting.indexOf('=')).replace("[0]", ".0");
    assertStops(
        output,
        "%s%s is not used by this service: set chatpush.access.%s instead."
            .formatted(SPRINGS, name, replacement),
        REGISTRY,
        APPS,
        publicKey(),
        "--" + SPRINGS + setting);
  }

  @ParameterizedTest
  @CsvSource({
    "secrets, chatpush.access.issuers[0].secrets is no setting of this service.",
    "audience, chatpush.access.issuers[0].audience is no setting of this service. Did you mean"
        + " chatpush.access.issuers[n].audiences?",
    "secret.value, chatpush.access.issuers[0].secret.value is no setting of this service.",
    "secret, chatpush.access.issuers[0].secret has fewer than 32 bytes."
  })
  void doesNotShowASecretThatIsWrong(String setting, String sentence, CapturedOutput output) {
    assertStops(
        output,
        sentence,
        REGISTRY,
        APPS,
        "--chatpush.access.issuers[0]." + setting + "=" + SECRET.substring(1));
    assertThat(output.getAll()).doesNotContain(SECRET.substring(1));
  }

  @Test
  void namesTheKeyFileThatIsNotThere(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.access.issuers[0].public-key-location names a file that cannot be read.",
        REGISTRY,
        APPS,
        "--chatpush.access.issuers[0].public-key-location=" + directory.resolve("absent.pem"));
  }

  @Test
  void namesTheBrokerThatIsNoAddress(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.bootstrap-servers names \"broker\", which is not host:port.",
        REGISTRY,
        APPS,
        publicKey(),
        "--spring.kafka.bootstrap-servers=broker");
  }

  @Test
  void insistsOnAcknowledgementByAllReplicas(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.producer.acks is 1, but 202 promises that every in-sync replica has the"
            + " event: set it to all.",
        REGISTRY,
        APPS,
        publicKey(),
        "--spring.kafka.producer.acks=1");
  }

  @Test
  void passesOnWhatKafkaRefuses(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.producer.properties.delivery.timeout.ms is \"never\", which Kafka refuses for"
            + " the producer (Not a number of type INT): correct or remove it.",
        REGISTRY,
        APPS,
        publicKey(),
        "--spring.kafka.producer.properties.delivery.timeout.ms=never");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring.kafka.streams.properties.metric.reporters",
        "spring.kafka.consumer.properties.interceptor.classes",
        "spring.kafka.producer.properties.interceptor.classes",
        "spring.kafka.admin.properties.metric.reporters"
      })
  void namesAClassOfKafkaThatIsNotThere(String setting, CapturedOutput output) {
    assertStops(
        output,
        setting + " names the class com.example.Absent, which cannot be loaded",
        REGISTRY,
        APPS,
        publicKey(),
        "--" + setting + "=com.example.Absent");
  }

  @Test
  void namesASessionThatIsTooShortForItsHeartbeats(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.streams.properties.session.timeout.ms is 3000 for the main consumers of Kafka"
            + " Streams, it must be more than 3000, because",
        REGISTRY,
        APPS,
        publicKey(),
        "--spring.kafka.streams.properties.session.timeout.ms=3000");
  }

  @Test
  void refusesAStreamThatWouldSkipRegistrations(CapturedOutput output) {
    assertStops(
        output,
        "spring.kafka.streams.properties.auto.offset.reset is \"latest\" for the main consumers of"
            + " Kafka Streams, but a group without offsets must begin with the oldest record",
        REGISTRY,
        APPS,
        publicKey(),
        "--spring.kafka.streams.properties.auto.offset.reset=latest");
  }

  private String secret() {
    try {
      return Files.writeString(directory.resolve("secret"), SECRET).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String publicKey() {
    return "--chatpush.access.issuers[0].public-key-location="
        + new AccessTokens().writePublicKey(directory);
  }

  private static void assertStops(CapturedOutput output, String sentence, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    assertThatThrownBy(() ->
            SpringApplication.run(TokenServiceApplication.class, arguments.toArray(String[]::new))
                .close())
        .isInstanceOf(Exception.class);
    assertThat(output.getAll()).contains(sentence).doesNotContain("\tat ");
  }
}
