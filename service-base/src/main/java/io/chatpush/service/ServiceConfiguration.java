package io.chatpush.service;

import java.time.Clock;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * How a service starts and reports that it is ready. The service names its {@link StartupStep}s and
 * {@link StartFacts} in a {@link StartOrder}.
 */
@Configuration(proxyBeanMethods = false)
public class ServiceConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  StartFacts processFacts() {
    return new ProcessFacts();
  }

  @Bean
  StartReport startReport(StartOrder order, Environment environment) {
    // Of the jar; where classes run from a directory there is none.
    String version = ServiceConfiguration.class.getPackage().getImplementationVersion();
    return new StartReport(
        "%s%s is ready"
            .formatted(
                environment.getProperty("spring.application.name"),
                version == null ? "" : " " + version),
        order.facts());
  }

  @Bean
  StartupGate startupGate(StartOrder order, Clock clock, StartReport report) {
    return new StartupGate(order.steps(), clock, report);
  }

  /** Answers quote ids and headers from outside, and are read in terminals. */
  @Bean
  JsonFactoryBuilderCustomizer visibleJson() {
    return factory -> factory.characterEscapes(new VisibleJson());
  }

  /** Its name, less the suffix, is what the health groups include. */
  @Bean
  StartupHealthIndicator startHealthIndicator(StartupGate gate) {
    return new StartupHealthIndicator(gate);
  }
}
