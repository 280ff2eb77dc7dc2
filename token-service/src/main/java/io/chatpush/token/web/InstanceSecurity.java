package io.chatpush.token.web;

import io.chatpush.access.HttpSecurity;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.problem.ProblemWriter;
import io.chatpush.token.instances.InstanceCredentials;
import java.net.URI;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Who may ask as an instance: requests with the header of {@link OtherInstances} need a credential
 * of {@link InstanceCredentials}. An access token does not count there, and the credential counts
 * nowhere else.
 */
@Configuration(proxyBeanMethods = false)
class InstanceSecurity {

  private static final ServerWebExchangeMatcher FROM_AN_INSTANCE =
      exchange ->
          exchange.getRequest().getHeaders().containsHeader(OtherInstances.CREDENTIAL)
              ? MatchResult.match()
              : MatchResult.notMatch();

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityWebFilterChain requestsOfInstances(
      ServerHttpSecurity http, InstanceCredentials credentials, ProblemWriter problems) {
    return HttpSecurity.withoutForms(http)
        .securityMatcher(FROM_AN_INSTANCE)
        .authorizeExchange(requests -> requests.anyExchange().authenticated())
        .addFilterAt(
            (exchange, chain) -> authenticate(exchange, chain, credentials, problems),
            SecurityWebFiltersOrder.AUTHENTICATION)
        .build();
  }

  private static Mono<Void> authenticate(
      ServerWebExchange exchange,
      WebFilterChain chain,
      InstanceCredentials credentials,
      ProblemWriter problems) {
    ServerHttpRequest request = exchange.getRequest();
    Optional<JwtAuthenticationToken> caller =
        credentials.verify(
            String.valueOf(request.getHeaders().getFirst(OtherInstances.CREDENTIAL)),
            request.getMethod().name(),
            pathAndQuery(request.getURI()));
    return caller
        .map(token ->
            chain
                .filter(exchange)
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(token)))
        .orElseGet(() ->
            problems.write(
                exchange,
                Problem.of(
                    ProblemType.UNAUTHENTICATED,
                    "The header %s is for other instances of this service, and its credential is not valid."
                        .formatted(OtherInstances.CREDENTIAL))));
  }

  /** As it is on the wire. */
  static String pathAndQuery(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
  }
}
