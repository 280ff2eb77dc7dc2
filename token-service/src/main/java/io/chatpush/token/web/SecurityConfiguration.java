package io.chatpush.token.web;

import io.chatpush.access.AccessConfiguration;
import io.chatpush.access.HttpSecurity;
import io.chatpush.access.TrustedIssuers;
import io.chatpush.problem.ProblemWriter;
import io.chatpush.settings.InvalidSettingException;
import io.chatpush.token.apps.KnownApps;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Beside health and meters, only the description of this API needs no access token. */
@Configuration(proxyBeanMethods = false)
@Import(AccessConfiguration.class)
class SecurityConfiguration {

  @Bean
  SecurityWebFilterChain security(
      ServerHttpSecurity http, TrustedIssuers issuers, ProblemWriter problems, KnownApps apps) {
    if (issuers.isEmpty()) {
      throw new InvalidSettingException(
          "chatpush.access.issuers is not set: name at least one issuer of access tokens.");
    }
    List<String> open = new ArrayList<>(ApiPage.PATHS);
    open.add(ApiDescriptionController.YAML_PATH);
    open.add(ApiDescriptionController.PAGE_PATH);
    http.addFilterAt(new WebOrigins(apps), SecurityWebFiltersOrder.CORS);
    return HttpSecurity.tokens(http, issuers, problems, open.toArray(String[]::new));
  }
}
