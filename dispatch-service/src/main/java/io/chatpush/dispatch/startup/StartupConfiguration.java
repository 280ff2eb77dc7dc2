package io.chatpush.dispatch.startup;

import io.chatpush.http.HttpConfiguration;
import io.chatpush.service.ServiceConfiguration;
import io.chatpush.service.StartFacts;
import io.chatpush.settings.UnknownSettings;
import io.chatpush.supervision.SupervisionConfiguration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Import({ServiceConfiguration.class, SupervisionConfiguration.class, HttpConfiguration.class})
@EnableConfigurationProperties(WarmUpProperties.class)
class StartupConfiguration {

  @Bean
  static UnknownSettings unknownSettings(ConfigurableEnvironment environment) {
    return SettingsOfRooms.check(environment);
  }

  /** When all that the service needs is there, and before the consumers. */
  @Bean
  @Order(25)
  WarmUp warmUp(ObjectProvider<Rehearsal> rehearsals, WarmUpProperties properties) {
    return new WarmUp(rehearsals.orderedStream().toList(), properties.duration());
  }

  @Bean
  @Order(1)
  StartFacts roleFacts(Environment environment) {
    String roles =
        Stream.of("fan-out", "delivery")
            .filter(role ->
                environment.getProperty("chatpush." + role + ".enabled", Boolean.class, true))
            .collect(Collectors.joining(", "));
    return StartFacts.of("roles", roles.isEmpty() ? "none" : roles);
  }
}
