package io.chatpush.dispatch.provisioning;

import io.chatpush.dispatch.startup.KnownSettings;
import io.chatpush.kafka.KafkaSettingsCheck;
import io.chatpush.settings.UnknownSettings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * {@code java -jar chatpush-dispatch-service-exec.jar provision}: with the service's own settings
 * of Kafka and the registry, so that they are said once. Ends with 0 when everything is there.
 */
public final class ProvisioningCommand {

  /** The first argument that means this command instead of the service. */
  public static final String NAME = "provision";

  private ProvisioningCommand() {}

  /** Settings are Spring Boot's, as the service's are. */
  public static void run(String... arguments) {
    SpringApplication application = new SpringApplication(Context.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.run(arguments).close();
  }

  /** No {@code @Configuration}, or the service would find it and provision at each start. */
  @EnableConfigurationProperties({KafkaProperties.class, ProvisioningProperties.class})
  @ImportAutoConfiguration(SslAutoConfiguration.class)
  static class Context {

    @Bean
    static UnknownSettings unknownSettings(ConfigurableEnvironment environment) {
      return KnownSettings.check(environment);
    }

    @Bean
    Provisioning provisioning(
        KafkaProperties kafka, ProvisioningProperties properties, Environment environment) {
      new KafkaSettingsCheck(environment).admin(kafka.buildAdminProperties());
      return new Provisioning(
          kafka.buildAdminProperties(), kafka.buildProducerProperties(), properties.size());
    }
  }
}
