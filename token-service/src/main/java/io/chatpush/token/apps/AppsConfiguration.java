package io.chatpush.token.apps;

import io.chatpush.service.StartFacts;
import io.chatpush.token.device.AppId;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrationProperties.class)
class AppsConfiguration {

  @Bean
  KnownApps knownApps(RegistrationProperties properties) {
    return new KnownApps(properties.appIds());
  }

  @Bean
  StartFacts appFacts(KnownApps apps) {
    return StartFacts.of(
        "apps", apps.ids().stream().map(AppId::value).sorted().collect(Collectors.joining(", ")));
  }
}
