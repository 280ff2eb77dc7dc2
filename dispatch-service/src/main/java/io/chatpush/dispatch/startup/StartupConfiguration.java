package io.chatpush.dispatch.startup;

import io.chatpush.apps.AppsConfiguration;
import io.chatpush.http.HttpConfiguration;
import io.chatpush.kafka.KafkaClientConfiguration;
import io.chatpush.lag.LagProperties;
import io.chatpush.rights.RightsCheck;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.Role;
import io.chatpush.service.ServiceConfiguration;
import io.chatpush.service.StartFacts;
import io.chatpush.settings.UnknownSettings;
import io.chatpush.streams.StreamsConfiguration;
import io.chatpush.supervision.SupervisionConfiguration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Import({
  ServiceConfiguration.class,
  SupervisionConfiguration.class,
  KafkaClientConfiguration.class,
  StreamsConfiguration.class,
  HttpConfiguration.class,
  AppsConfiguration.class
})
@EnableConfigurationProperties(WarmUpProperties.class)
class StartupConfiguration {

  @Bean
  static UnknownSettings unknownSettings(ConfigurableEnvironment environment) {
    return KnownSettings.check(environment);
  }

  /** When all that the service needs is there, and before the consumers. */
  @Bean
  WarmUp warmUp(ObjectProvider<Rehearsal> rehearsals, WarmUpProperties properties) {
    return new WarmUp(rehearsals.orderedStream().toList(), properties.duration());
  }

  @Bean
  StartFacts roleFacts(Environment environment) {
    String roles = roles(environment).stream().map(Role::label).collect(Collectors.joining(", "));
    return StartFacts.of("roles", roles.isEmpty() ? "none" : roles);
  }

  /** Before the topics are looked at: who may not describe them learns here what is missing. */
  @Bean
  RightsCheck rightsCheck(KafkaProperties kafka, LagProperties lag, Environment environment) {
    GroupNames defaults = GroupNames.defaults();
    return new RightsCheck(
        kafka.buildAdminProperties(),
        roles(environment),
        new GroupNames(
            environment.getProperty("chatpush.fan-out.application-id", defaults.fanOut()),
            environment.getProperty("chatpush.delivery.group-id", defaults.delivery()),
            defaults.ownership()),
        lag,
        List.of());
  }

  private static List<Role> roles(Environment environment) {
    return Stream.of(Role.FAN_OUT, Role.DELIVERY, Role.OPERATIONS)
        .filter(role ->
            environment.getProperty("chatpush." + role.label() + ".enabled", Boolean.class, true))
        .toList();
  }
}
