package io.chatpush.token.access;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class AccessConfiguration {

  @Bean
  TrustedIssuers trustedIssuers(AccessProperties properties) {
    return TrustedIssuers.of(properties);
  }
}
