package io.chatpush.access;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.problem.ProblemWriter;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerAdapter;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import reactor.core.publisher.Mono;

/**
 * The chain of filters of both services: health and meters need no access token, everything else
 * needs a valid one. What a valid token allows is decided by each route with {@link AccessGrant}.
 */
public final class HttpSecurity {

  private HttpSecurity() {}

  /**
   * Requires a token of one of the issuers.
   *
   * @param open paths that need no token either
   */
  public static SecurityWebFilterChain tokens(
      ServerHttpSecurity http, TrustedIssuers issuers, ProblemWriter problems, String... open) {
    ServerAuthenticationEntryPoint unauthenticated = unauthenticated(problems);
    return withoutForms(http)
        .authorizeExchange(requests -> {
          requests.matchers(EndpointRequest.to("health", "prometheus")).permitAll();
          if (open.length > 0) {
            requests.pathMatchers(open).permitAll();
          }
          requests.anyExchange().authenticated();
        })
        .oauth2ResourceServer(server ->
            server
                .authenticationEntryPoint(unauthenticated)
                .bearerTokenConverter(onlyToken())
                .jwt(jwt -> jwt.authenticationManager(verifiedBy(issuers))))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated))
        .build();
  }

  /**
   * Answers every request but health and meters with a problem.
   *
   * @param problem why
   */
  public static SecurityWebFilterChain closed(
      ServerHttpSecurity http, ProblemWriter problems, Problem problem) {
    return withoutForms(http)
        .authorizeExchange(requests ->
            requests
                .matchers(EndpointRequest.to("health", "prometheus"))
                .permitAll()
                .anyExchange()
                .denyAll())
        .exceptionHandling(handling ->
            handling.authenticationEntryPoint((exchange, _) -> problems.write(exchange, problem)))
        .build();
  }

  /**
   * Switches off what protects or offers cookies and forms: there are none, and a credential is
   * sent with each request on purpose.
   */
  public static ServerHttpSecurity withoutForms(ServerHttpSecurity http) {
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable);
  }

  /** A proxy may check one of several tokens, and another would count here. */
  private static ServerAuthenticationConverter onlyToken() {
    ServerAuthenticationConverter header = new ServerBearerTokenAuthenticationConverter();
    return exchange ->
        exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION).size() > 1
            ? Mono.error(new InvalidBearerTokenException("several tokens"))
            : header.convert(exchange);
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
                  ? UnusableClaimException.sentence(failure)
                      .orElse(
                          "The access token is malformed, expired, not meant for this service, or"
                              + " not signed by a key it trusts.")
                  : "Send Authorization: Bearer with an access token."));
    };
  }
}
