package io.chatpush.dispatch.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;

/**
 * Who may: anybody asks for health and meters, an access token with the scope {@code admin} is
 * needed for all else. Where nothing says how tokens are verified, there is nothing else.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
  private static final String SCOPE = "SCOPE_admin";

  @Bean
  SecurityWebFilterChain security(
      ServerHttpSecurity http, ObjectProvider<ReactiveJwtDecoder> decoder, ProblemWriter problems) {
    // There are no cookies and no forms to protect; the token is sent on purpose each time.
    http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable);
    return decoder.getIfAvailable() == null
        ? closed(http, problems)
        : forOperators(http, unauthenticated(problems), forbidden(problems));
  }

  private static SecurityWebFilterChain forOperators(
      ServerHttpSecurity http,
      ServerAuthenticationEntryPoint unauthenticated,
      ServerAccessDeniedHandler forbidden) {
    return http.authorizeExchange(requests ->
            requests
                .matchers(EndpointRequest.to("health", "prometheus"))
                .permitAll()
                .anyExchange()
                .hasAuthority(SCOPE))
        .oauth2ResourceServer(server ->
            server
                .authenticationEntryPoint(unauthenticated)
                .accessDeniedHandler(forbidden)
                .jwt(_ -> {}))
        .exceptionHandling(handling ->
            handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(forbidden))
        .build();
  }

  private static SecurityWebFilterChain closed(ServerHttpSecurity http, ProblemWriter problems) {
    return http.authorizeExchange(requests ->
            requests
                .matchers(EndpointRequest.to("health", "prometheus"))
                .permitAll()
                .anyExchange()
                .denyAll())
        .exceptionHandling(handling ->
            handling.authenticationEntryPoint((exchange, _) ->
                problems.write(
                    exchange,
                    Problem.of(
                        ProblemType.API_OFF,
                        ("Nothing says how access tokens are verified: set %1$spublic-key-location,"
                                + " %1$sjwk-set-uri or %1$sissuer-uri.")
                            .formatted(JWT)))))
        .build();
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

  private static ServerAccessDeniedHandler forbidden(ProblemWriter problems) {
    return (exchange, _) -> {
      exchange
          .getResponse()
          .getHeaders()
          .set(
              HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"admin\"");
      return problems.write(
          exchange,
          Problem.of(ProblemType.FORBIDDEN, "The access token's claim scope must contain admin."));
    };
  }

  /**
   * Ids of messages are any Unicode, percent-encoded, so the characters that the firewall suspects
   * in a path are part of what it protects here. No path leads to a file, and a segment is decoded
   * after the path is split.
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
    // The routes know which methods they have, and say so in their answer.
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  ServerExchangeRejectedHandler rejected(ProblemWriter problems) {
    return (exchange, failure) ->
        problems.write(
            exchange,
            Problem.of(
                ProblemType.INVALID_REQUEST,
                "The path has a part that is . or .., or something is not printable."));
  }
}
