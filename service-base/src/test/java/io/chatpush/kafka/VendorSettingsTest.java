package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.InvalidSettingException;
import io.chatpush.testing.VendorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** What vendors hand out, with its TLS and logins. */
class VendorSettingsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"confluent-cloud", "msk-scram", "aiven-mtls", "aiven-sasl", "redpanda"})
  void isAcceptedAsItIs(String vendor) {
    assertThatCode(() -> check(vendor)).doesNotThrowAnyException();
  }

  /** Their logins are made when the client is, before it connects. */
  @ParameterizedTest
  @ValueSource(strings = {"confluent-cloud", "msk-scram", "redpanda"})
  void canLogIn(String vendor) throws Exception {
    Map<String, Object> settings = properties(environment(vendor)).buildAdminProperties();
    settings.put("bootstrap.servers", "127.0.0.1:1");
    assertThatCode(() -> Admin.create(settings).close()).doesNotThrowAnyException();
  }

  @Test
  void namesTheClassOfAmazonsJarThatIsNotThere() {
    assertThatThrownBy(() -> check("msk-iam"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "spring.kafka.properties.sasl.client.callback.handler.class names the class"
                + " software.amazon.msk.auth.iam.IAMClientCallbackHandler, which cannot be loaded");
  }

  private void check(String vendor) throws IOException {
    StandardEnvironment environment = environment(vendor);
    KafkaProperties properties = properties(environment);
    KafkaSettingsCheck check = new KafkaSettingsCheck(environment);
    check.producer(properties.buildProducerProperties());
    check.reader(properties.buildConsumerProperties());
    check.admin(properties.buildAdminProperties());
    check.streams(properties.buildStreamsProperties());
  }

  private static KafkaProperties properties(StandardEnvironment environment) {
    return Binder.get(environment).bindOrCreate("spring.kafka", KafkaProperties.class);
  }

  private StandardEnvironment environment(String vendor) throws IOException {
    String files = VendorSettings.files(directory);
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new ResourcePropertySource(new ClassPathResource(VendorSettings.resource(vendor))));
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "files", Map.of("vendor.files", files.substring(files.indexOf('=') + 1))));
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
