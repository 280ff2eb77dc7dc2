package io.chatpush.token.startup;

import io.chatpush.settings.Room;
import io.chatpush.settings.UnknownSettings;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
class StartupConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  static UnknownSettings unknownSettings(ConfigurableEnvironment environment) {
    return new UnknownSettings(environment, Room.in("io.chatpush.token", "io.chatpush.lag"));
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
