package io.chatpush.token.apps;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AppsProperties.class)
class AppsConfiguration {

  @Bean
  KnownApps knownApps(AppsProperties properties) {
    return new KnownApps(properties.registration().appIds());
  }
}
