package io.chatpush.dispatch.publishing;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.web.RequestedApp;
import io.chatpush.http.RequestBytes;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.rules.EventLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The route on which a chat system publishes its events, for the scope {@link Scope#PUBLISH}: one
 * event as JSON, or one in each line. It responds once Kafka has acknowledged the events. A request
 * may be repeated, because the id of a message decides the ids of its pushes.
 */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
final class PublishingController {

  private final EventIntake intake;
  private final EventLines lines;
  private final Apps.Source apps;

  /** Does not block; reading an event takes too long for an event loop where it is large. */
  private final Scheduler scheduler = Schedulers.parallel();

  PublishingController(EventIntake intake, PublishingMeters meters, Apps.Source apps) {
    this.intake = intake;
    this.lines = new EventLines(intake, meters, scheduler);
    this.apps = apps;
  }

  @PostMapping("/v1/apps/{app}/messages")
  Mono<ResponseEntity<?>> publish(
      @PathVariable String app, @AuthenticationPrincipal Jwt token, ServerHttpRequest request) {
    AccessGrant publisher = AccessGrant.of(token);
    publisher.require(Scope.PUBLISH);
    publisher.requireApp(app);
    var _ = RequestedApp.of(apps, app);
    MediaType type = contentType(request);
    if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
      return RequestBytes.of(request.getBody(), EventLimits.MAX_JSON_BYTES)
          .flatMap(json -> intake.publish(app, json).subscribeOn(scheduler))
          .map(published -> ResponseEntity.status(HttpStatus.ACCEPTED).body(published));
    }
    if (MediaType.APPLICATION_NDJSON.equalsTypeAndSubtype(type)) {
      return lines
          .publish(app, request.getBody())
          .map(published -> ResponseEntity.status(published.status()).body(published));
    }
    throw new ProblemException(
        Problem.of(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "Send Content-Type: application/json with one event, or application/x-ndjson with one"
                + " event in each line."));
  }

  private static @Nullable MediaType contentType(ServerHttpRequest request) {
    try {
      return request.getHeaders().getContentType();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
