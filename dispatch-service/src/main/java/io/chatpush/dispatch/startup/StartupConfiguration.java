package io.chatpush.dispatch.startup;

import io.chatpush.service.ProcessFacts;
import io.chatpush.service.StartFacts;
import io.chatpush.service.StartReport;
import io.chatpush.settings.UnknownSettings;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

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
  @Order(1)
  StartFacts roleFacts(Environment environment) {
    String roles =
        Stream.of("fan-out", "delivery")
            .filter(role ->
                environment.getProperty("chatpush." + role + ".enabled", Boolean.class, true))
            .collect(Collectors.joining(", "));
    return StartFacts.of("roles", roles.isEmpty() ? "none" : roles);
  }

  @Bean
  @Order(100)
  StartFacts processFacts() {
    return new ProcessFacts();
  }

  @Bean
  StartReport startReport(ObjectProvider<StartFacts> rooms, Environment environment) {
    // Of the jar; where classes run from a directory there is none.
    String version = StartupConfiguration.class.getPackage().getImplementationVersion();
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

  /** Its name, less the suffix, is what the health groups include. */
  @Bean
  StartupHealthIndicator startHealthIndicator(StartupGate gate) {
    return new StartupHealthIndicator(gate);
  }

  @Bean
  WorkHealthIndicator workHealthIndicator(ObjectProvider<Worker> workers) {
    return new WorkHealthIndicator(workers.orderedStream().toList());
  }
}
