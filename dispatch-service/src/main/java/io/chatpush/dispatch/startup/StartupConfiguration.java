package io.chatpush.dispatch.startup;

import io.chatpush.settings.UnknownSettings;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WarmUpProperties.class)
class StartupConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

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
  StartupGate startupGate(ObjectProvider<StartupStep> steps, Clock clock) {
    return new StartupGate(steps.orderedStream().toList(), clock);
  }

  /** Its name, less the suffix, is what the health group {@code readiness} includes. */
  @Bean
  StartupHealthIndicator startupHealthIndicator(StartupGate gate) {
    return new StartupHealthIndicator(gate);
  }
}
