package io.chatpush.dispatch.preview;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.publishing.EventJson;
import io.chatpush.dispatch.web.RequestedApp;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.http.RequestBytes;
import io.chatpush.rules.EventLimits;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The routes that try an event before it is published: one renders the event, for the scope {@link
 * Scope#READ}, and one has FCM check it, for the scope {@link Scope#PUBLISH}.
 */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
final class PreviewController {

  private final Apps.Source apps;
  private final MessagePreview preview;
  private final Scheduler queries;
  private final Clock clock;

  PreviewController(Apps.Source apps, MessagePreview preview, Scheduler queries, Clock clock) {
    this.apps = apps;
    this.preview = preview;
    this.queries = queries;
    this.clock = clock;
  }

  @PostMapping(path = "/v1/apps/{app}/messages:render", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<Preview> render(
      @PathVariable String app,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token,
      ServerHttpRequest request) {
    App settings = allowed(token, Scope.READ, app);
    Selection selection = Selection.read(parameters, settings);
    return event(app, request).map(event -> preview.render(settings, event, selection));
  }

  @PostMapping(
      path = "/v1/apps/{app}/messages:validate",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<Preview> validate(
      @PathVariable String app,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token,
      ServerHttpRequest request) {
    App settings = allowed(token, Scope.PUBLISH, app);
    Selection selection = Selection.read(parameters, settings);
    return event(app, request).map(event -> preview.check(settings, event, selection));
  }

  /** Returns the event of the body, on a thread that may block. */
  private Mono<ChatMessageEvent> event(String app, ServerHttpRequest request) {
    return RequestBytes.of(request.getBody(), EventLimits.MAX_JSON_BYTES)
        .publishOn(queries)
        .map(body -> EventJson.read(body, app, clock.instant()));
  }

  /** Returns the settings of the app, for which the token must be. */
  private App allowed(Jwt token, Scope scope, String app) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(scope);
    operator.requireApp(app);
    return RequestedApp.of(apps, app);
  }
}
