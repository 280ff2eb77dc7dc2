package io.chatpush.token.web;

import io.chatpush.settings.InvalidSettingException;
import io.chatpush.token.access.TrustedIssuers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerAdapter;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;

/**
 * Who may: anybody asks for health, meters and how this API is, a valid access token is needed for
 * all else.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";

  @Bean
  SecurityWebFilterChain security(
      ServerHttpSecurity http,
      TrustedIssuers issuers,
      ObjectProvider<ReactiveJwtDecoder> springs,
      ProblemWriter problems) {
    checkThatOneSaysHow(issuers, springs);
    ServerAuthenticationEntryPoint unauthenticated = unauthenticated(problems);
    return http.authorizeExchange(requests ->
            requests
                .matchers(EndpointRequest.to("health", "prometheus"))
                .permitAll()
                .pathMatchers(
                    ApiDescriptionController.YAML_PATH, ApiDescriptionController.PAGE_PATH)
                .permitAll()
                .anyExchange()
                .authenticated())
        .oauth2ResourceServer(server ->
            server
                .authenticationEntryPoint(unauthenticated)
                .jwt(jwt -> {
                  if (!issuers.isEmpty()) {
                    jwt.authenticationManager(verifiedBy(issuers));
                  }
                }))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated))
        // There are no cookies and no forms to protect; the token is sent on purpose each time.
        .csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .build();
  }

  private static void checkThatOneSaysHow(
      TrustedIssuers issuers, ObjectProvider<ReactiveJwtDecoder> springs) {
    boolean springsSays = springs.getIfAvailable() != null;
    if (issuers.isEmpty() && !springsSays) {
      throw new InvalidSettingException(
          ("Nothing says how access tokens are verified: set chatpush.access.issuers, or"
                  + " %1$spublic-key-location, %1$sjwk-set-uri or %1$sissuer-uri.")
              .formatted(JWT));
    }
    if (!issuers.isEmpty() && springsSays) {
      throw new InvalidSettingException(
          "Both chatpush.access.issuers and %s* say how access tokens are verified: keep one."
              .formatted(JWT));
    }
  }

  /** On threads that may block, for the keys may have to be fetched. */
  private static ReactiveAuthenticationManager verifiedBy(TrustedIssuers issuers) {
    return new ReactiveAuthenticationManagerAdapter(
        new JwtAuthenticationProvider(issuers)::authenticate);
  }

  private static ServerAuthenticationEntryPoint unauthenticated(ProblemWriter problems) {
    return (exchange, failure) -> {
      boolean invalid = failure instanceof InvalidBearerTokenException;
      exchange
          .getResponse()
          .getHeaders()
          .set(HttpHeaders.WWW_AUTHENTICATE, invalid ? "Bearer error=\"invalid_token\"" : "Bearer");
      return problems.write(
          exchange,
          Problem.of(
              ProblemType.UNAUTHENTICATED,
              invalid
                  ? "The access token is malformed, expired, not meant for this service, or not"
                      + " signed by a key it trusts."
                  : "Send Authorization: Bearer with an access token."));
    };
  }

  /**
   * Ids are any printable Unicode, percent-encoded, so the characters that the firewall suspects in
   * a path are part of what it protects here. No path leads to a file, and a segment is decoded
   * after the path is split. What stays refused are ids that are {@code .} or {@code ..}, or have
   * these between slashes: proxies take them for directories.
   */
  @Bean
  StrictServerWebExchangeFirewall firewall() {
    var firewall = new StrictServerWebExchangeFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowSemicolon(true);
    // What is not printable is refused by name where ids are checked.
    firewall.setAllowNull(true);
    firewall.setAllowUrlEncodedCarriageReturn(true);
    firewall.setAllowUrlEncodedLineFeed(true);
    firewall.setAllowUrlEncodedLineSeparator(true);
    firewall.setAllowUrlEncodedParagraphSeparator(true);
    // The routes know which methods they have, and say so in their answer.
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  ServerExchangeRejectedHandler rejected(ProblemWriter problems) {
    return (exchange, _) -> {
      // Nobody reads the body of what is refused here, and behind it the next request may be lost.
      exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
      return problems.write(
          exchange,
          Problem.of(
              ProblemType.INVALID_REQUEST,
              "The path has a part that is . or .., or a header is not printable."));
    };
  }
}
