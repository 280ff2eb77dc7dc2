package io.chatpush.token.instances;

import io.chatpush.service.StartFacts;
import io.chatpush.settings.InvalidSettingException;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstancesProperties.class)
class InstancesConfiguration {

  private static final String ADDRESS = "chatpush.ownership.instance-address";

  /** An address for other instances means that there are some: without a secret none could ask. */
  @Bean
  InstanceCredentials instanceCredentials(
      InstancesProperties properties, Environment environment, Clock clock) {
    if (properties.secretLocation() == null && environment.containsProperty(ADDRESS)) {
      throw new InvalidSettingException(
          ("%s is set and chatpush.instances.secret-location is not: other instances are asked only"
                  + " with a secret that all share.")
              .formatted(ADDRESS));
    }
    return InstanceCredentials.read(properties.secretLocation(), clock);
  }

  @Bean
  InstanceTransport instanceTransport(InstancesProperties properties, SslBundles bundles) {
    String name = properties.sslBundle();
    return new InstanceTransport(name == null ? null : bundles.getBundle(name));
  }

  @Bean
  StartFacts instanceFacts(InstanceCredentials credentials, InstanceTransport transport) {
    return StartFacts.of(
        "other instances",
        credentials.exist()
            ? "asked by %s, with a credential of their own".formatted(transport.scheme())
            : "not asked: chatpush.instances.secret-location is not set");
  }
}
