package io.chatpush.token.web;

import io.chatpush.token.apps.KnownApps;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets web pages of the origins in the settings of an app send the requests of a user's devices,
 * and read all that is answered, problems included. The settings are read for each request.
 *
 * <p>A page of another origin gets no header of CORS, and its preflight is answered as any request
 * without a token, so that its browser sends nothing but requests without effect and shows it no
 * response. Requests that are not a page's are not affected by their header {@code Origin}, which
 * anyone can write: the access token protects a user, and this only keeps other pages from using
 * it. No route for operators can be used by a page.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch: CORS protocol</a>
 */
final class WebOrigins implements WebFilter {

  private static final List<PathPattern> ROUTES =
      List.of(
          PathPatternParser.defaultInstance.parse("/v1/apps/{app}/devices"),
          PathPatternParser.defaultInstance.parse("/v1/apps/{app}/devices/{device}"));

  /**
   * How long a browser may remember the answer to a preflight. Chromium caps it at two hours; an
   * origin that is taken out of an app's file should be refused sooner.
   */
  private static final Duration PREFLIGHT = Duration.ofMinutes(10);

  private final KnownApps apps;

  WebOrigins(KnownApps apps) {
    this.apps = apps;
  }

  /** Passes on what is not allowed: Spring's filter would answer every preflight itself. */
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    CorsConfiguration allowed = allowed(exchange);
    return allowed == null
        ? chain.filter(exchange)
        : new CorsWebFilter(_ -> allowed).filter(exchange, chain);
  }

  /** Returns {@code null} for a request that gets no header of CORS. */
  private @Nullable CorsConfiguration allowed(ServerWebExchange exchange) {
    String origin = exchange.getRequest().getHeaders().getOrigin();
    if (origin == null) {
      return null;
    }
    String app = app(exchange.getRequest().getPath().pathWithinApplication());
    if (app == null || !apps.allowsOrigin(app, origin)) {
      return null;
    }
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.addAllowedOrigin(origin);
    allowed.setAllowedMethods(
        List.of(
            HttpMethod.GET.name(),
            HttpMethod.PUT.name(),
            HttpMethod.POST.name(),
            HttpMethod.DELETE.name()));
    allowed.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
    allowed.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE));
    allowed.setMaxAge(PREFLIGHT);
    return allowed;
  }

  private static @Nullable String app(PathContainer path) {
    for (PathPattern route : ROUTES) {
      PathPattern.PathMatchInfo match = route.matchAndExtract(path);
      if (match != null) {
        return match.getUriVariables().get("app");
      }
    }
    return null;
  }
}
