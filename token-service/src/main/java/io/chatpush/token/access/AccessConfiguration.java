package io.chatpush.token.access;

import io.chatpush.service.StartFacts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class AccessConfiguration {

  @Bean
  TrustedIssuers trustedIssuers(AccessProperties properties) {
    return TrustedIssuers.of(properties);
  }

  @Bean
  @Order(40)
  StartFacts accessFacts(AccessProperties properties) {
    int issuers = properties.issuers().size();
    return StartFacts.of(
        "access tokens",
        issuers == 0
            ? "as spring.security.oauth2.resourceserver.jwt says"
            : "issuers of chatpush.access.issuers: " + issuers);
  }
}
