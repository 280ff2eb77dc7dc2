package io.chatpush.dispatch.web;

import io.chatpush.access.AccessConfiguration;
import io.chatpush.access.HttpSecurity;
import io.chatpush.access.TrustedIssuers;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.problem.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Without an issuer of access tokens there is nothing but health and meters. */
@Configuration(proxyBeanMethods = false)
@Import(AccessConfiguration.class)
class SecurityConfiguration {

  @Bean
  SecurityWebFilterChain security(
      ServerHttpSecurity http, TrustedIssuers issuers, ProblemWriter problems) {
    return issuers.isEmpty()
        ? HttpSecurity.closed(
            http,
            problems,
            Problem.of(
                ProblemType.API_OFF,
                "No issuer of access tokens is configured: set chatpush.access.issuers."))
        : HttpSecurity.tokens(http, issuers, problems);
  }
}
