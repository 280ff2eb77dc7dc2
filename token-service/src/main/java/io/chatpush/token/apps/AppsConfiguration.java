package io.chatpush.token.apps;

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
}
