package io.chatpush.token.startup;

import io.chatpush.apps.AppsConfiguration;
import io.chatpush.http.HttpConfiguration;
import io.chatpush.kafka.KafkaClientConfiguration;
import io.chatpush.service.ServiceConfiguration;
import io.chatpush.settings.SettingsGroup;
import io.chatpush.settings.UnknownSettings;
import io.chatpush.streams.StreamsConfiguration;
import io.chatpush.supervision.SupervisionConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
@Import({
  ServiceConfiguration.class,
  SupervisionConfiguration.class,
  KafkaClientConfiguration.class,
  StreamsConfiguration.class,
  HttpConfiguration.class,
  AppsConfiguration.class
})
class StartupConfiguration {

  @Bean
  static UnknownSettings unknownSettings(ConfigurableEnvironment environment) {
    return new UnknownSettings(
        environment,
        SettingsGroup.in(
            "io.chatpush.token",
            "io.chatpush.access",
            "io.chatpush.apps",
            "io.chatpush.http",
            "io.chatpush.lag",
            "io.chatpush.supervision"));
  }
}
