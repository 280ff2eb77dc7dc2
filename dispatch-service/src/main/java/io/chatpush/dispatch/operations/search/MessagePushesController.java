package io.chatpush.dispatch.operations.search;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.web.RequestFields;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The routes that say what became of a message's pushes, for the scope {@link Scope#READ}. */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
final class MessagePushesController {

  private final MessageSearch search;
  private final Scheduler queries;

  MessagePushesController(MessageSearch search, Scheduler queries) {
    this.search = search;
    this.queries = queries;
  }

  @GetMapping("/v1/apps/{app}/messages/{message}/pushes")
  Mono<MessagePushes> pushes(
      @PathVariable String app,
      @PathVariable String message,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    checkAccess(token, app);
    RequestFields fields = RequestFields.ofQuery(parameters, Set.of("since"));
    @Nullable Instant since = fields.instant("since");
    fields.check();
    return find(app, message, since);
  }

  /** Answers for an id that cannot be part of a path, such as two dots. */
  @GetMapping("/v1/apps/{app}/pushes")
  Mono<MessagePushes> pushesOf(
      @PathVariable String app,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    checkAccess(token, app);
    RequestFields fields = RequestFields.ofQuery(parameters, Set.of("message", "since"));
    @Nullable String message = fields.text("message");
    @Nullable Instant since = fields.instant("since");
    if (message == null) {
      fields.wrong("message", "is required");
    }
    fields.check();
    return find(app, String.valueOf(message), since);
  }

  private static void checkAccess(Jwt token, String app) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.READ);
    operator.requireApp(app);
  }

  private Mono<MessagePushes> find(String app, String message, @Nullable Instant since) {
    return Mono.fromCallable(() -> known(search.find(app, message, since))).subscribeOn(queries);
  }

  private static MessagePushes known(MessagePushes pushes) {
    if (pushes.isKnown()) {
      return pushes;
    }
    MessagePushes.Searched searched = pushes.searched();
    throw new ProblemException(
        Problem.of(
            ProblemType.UNKNOWN_MESSAGE,
            "Searched the outcomes since %s%s, and the records that wait in %s."
                .formatted(
                    searched.outcomesSince(),
                    searched.complete() ? "" : " as far as the search timeout allowed",
                    String.join(", ", searched.topics()))));
  }
}
