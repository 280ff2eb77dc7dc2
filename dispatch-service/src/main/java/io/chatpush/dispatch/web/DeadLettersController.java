package io.chatpush.dispatch.web;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.operations.DeadLetters;
import io.chatpush.dispatch.operations.LetterDetails;
import io.chatpush.dispatch.operations.LetterExport;
import io.chatpush.dispatch.operations.LetterFilter;
import io.chatpush.dispatch.operations.LetterGroups.By;
import io.chatpush.dispatch.operations.LetterKind;
import io.chatpush.dispatch.operations.LetterState;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dead letters, for the scope {@link Scope#READ}; what people wrote in them for {@link
 * Scope#CONTENT}.
 */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@RequestMapping("/v1/dead-letters")
final class DeadLettersController {

  private static final int DEFAULT_LIMIT = 50;
  private static final int HIGHEST_LIMIT = 1_000;
  private static final MediaType JSON_LINES = new MediaType("application", "x-ndjson");

  private final DeadLetters letters;
  private final Scheduler questions;
  private final JsonMapper json;

  DeadLettersController(DeadLetters letters, Scheduler questions, JsonMapper json) {
    this.letters = letters;
    this.questions = questions;
    this.json = json;
  }

  /** A page of letters, or with {@code group} how many there are. */
  @GetMapping
  Mono<Object> list(
      @RequestParam MultiValueMap<String, String> parameters, @AuthenticationPrincipal Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.READ);
    Questions question = new Questions(parameters, "limit", "cursor", "group");
    LetterFilter filter = question.filter(operator);
    @Nullable LetterState state = question.state();
    int limit = question.number("limit", DEFAULT_LIMIT, 1, HIGHEST_LIMIT);
    @Nullable String cursor = question.text("cursor");
    Set<By> groups = question.groups();
    question.check();
    return Mono.fromCallable(() ->
            groups.isEmpty()
                ? page(filter, state, limit, cursor)
                : letters.count(filter, state, groups))
        .subscribeOn(questions);
  }

  private Object page(
      LetterFilter filter, @Nullable LetterState state, int limit, @Nullable String cursor) {
    try {
      return letters.list(filter, state, limit, cursor);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The parameter cursor " + e.getMessage() + "."));
    }
  }

  @GetMapping("/{partition:\\d{1,9}}/{offset:\\d{1,18}}")
  Mono<LetterDetails> peek(
      @PathVariable int partition,
      @PathVariable long offset,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    Questions question = Questions.without(parameters, "of", "content");
    boolean content = question.flag("content");
    operator.require(content ? Scope.CONTENT : Scope.READ);
    var _ = operator.onlyApps();
    LetterKind kind = question.kind();
    question.check();
    return Mono.fromCallable(() ->
            letters
                .peek(kind, partition, offset, content)
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.of(
                            ProblemType.UNKNOWN_LETTER,
                            "None of the %s lies at %d/%d; letters are kept for 14 days."
                                .formatted(kind.word(), partition, offset)))))
        .doOnNext(details -> operator.requireApp(details.letter().app()))
        .subscribeOn(questions);
  }

  /** All letters that match as JSON lines, as fast as they are taken. */
  @GetMapping("/export")
  Mono<Void> export(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token,
      ServerHttpResponse response) {
    AccessGrant operator = AccessGrant.of(token);
    Questions question = new Questions(parameters, "content");
    boolean content = question.flag("content");
    operator.require(content ? Scope.CONTENT : Scope.READ);
    LetterFilter filter = question.filter(operator);
    @Nullable LetterState state = question.state();
    question.check();
    response.getHeaders().setContentType(JSON_LINES);
    return response.writeWith(
        Flux.<DataBuffer, LetterExport>generate(
                () -> letters.export(filter, state, content),
                (export, sink) -> {
                  LetterExport.Line line = export.next();
                  if (line == null) {
                    sink.complete();
                  } else {
                    sink.next(response.bufferFactory().wrap(jsonLine(line)));
                  }
                  return export;
                },
                LetterExport::close)
            .subscribeOn(questions));
  }

  private byte[] jsonLine(LetterExport.Line line) {
    byte[] object = json.writeValueAsBytes(line);
    byte[] withEnd = java.util.Arrays.copyOf(object, object.length + 1);
    withEnd[object.length] = '\n';
    return withEnd;
  }
}
