package io.chatpush.service;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * How a service starts and says that it is ready. The packages of the service give the {@link
 * StartupStep}s and {@link StartFacts}.
 */
@Configuration(proxyBeanMethods = false)
public class ServiceConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  @Order(100)
  StartFacts processFacts() {
    return new ProcessFacts();
  }

  @Bean
  StartReport startReport(ObjectProvider<StartFacts> rooms, Environment environment) {
    // Of the jar; where classes run from a directory there is none.
    String version = ServiceConfiguration.class.getPackage().getImplementationVersion();
    return new StartReport(
        "%s%s is ready"
            .formatted(
                environment.getProperty("spring.application.name"),
                version == null ? "" : " " + version),
        rooms.orderedStream().toList());
  }

  @Bean
  StartupGate startupGate(ObjectProvider<StartupStep> steps, Clock clock, StartReport report) {
    return new StartupGate(steps.orderedStream().toList(), clock, report);
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
