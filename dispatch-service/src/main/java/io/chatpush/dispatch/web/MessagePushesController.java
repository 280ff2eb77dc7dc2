package io.chatpush.dispatch.web;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.operations.MessagePushes;
import io.chatpush.dispatch.operations.MessageSearch;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.time.Instant;
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

/** What became of a message's pushes, for the scope {@link Scope#READ}. */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
final class MessagePushesController {

  private final MessageSearch search;
  private final Scheduler questions;

  MessagePushesController(MessageSearch search, Scheduler questions) {
    this.search = search;
    this.questions = questions;
  }

  @GetMapping("/v1/apps/{app}/messages/{message}/pushes")
  Mono<MessagePushes> pushes(
      @PathVariable String app,
      @PathVariable String message,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    checkAccess(token, app);
    Questions question = Questions.without(parameters, "since");
    @Nullable Instant since = question.instant("since");
    question.check();
    return find(app, message, since);
  }

  /** The same for an id that cannot be part of a path, such as one that is two dots. */
  @GetMapping("/v1/apps/{app}/pushes")
  Mono<MessagePushes> pushesOf(
      @PathVariable String app,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    checkAccess(token, app);
    Questions question = Questions.without(parameters, "message", "since");
    @Nullable String message = question.text("message");
    @Nullable Instant since = question.instant("since");
    if (message == null) {
      question.wrong("message", "is required");
    }
    question.check();
    return find(app, String.valueOf(message), since);
  }

  private static void checkAccess(Jwt token, String app) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.READ);
    operator.requireApp(app);
  }

  private Mono<MessagePushes> find(String app, String message, @Nullable Instant since) {
    return Mono.fromCallable(() -> known(search.find(app, message, since))).subscribeOn(questions);
  }

  private static MessagePushes known(MessagePushes pushes) {
    if (pushes.isKnown()) {
      return pushes;
    }
    MessagePushes.Searched searched = pushes.searched();
    throw new ProblemException(
        Problem.of(
            ProblemType.UNKNOWN_MESSAGE,
            "Searched were the outcomes since %s%s, and what waits in %s."
                .formatted(
                    searched.outcomesSince(),
                    searched.complete() ? "" : ", as far as the time for one question went",
                    String.join(", ", searched.topics()))));
  }
}
