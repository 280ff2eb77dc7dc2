package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.operations.deadletters.DeadLetterGroups.By;
import io.chatpush.dispatch.web.RequestFields;
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
 * The routes that show dead letters, for the scope {@link Scope#READ}; with the content of messages
 * for {@link Scope#CONTENT}.
 */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@RequestMapping("/v1/dead-letters")
final class DeadLettersController {

  private static final int DEFAULT_LIMIT = 50;
  private static final int HIGHEST_LIMIT = 1_000;
  private static final MediaType JSON_LINES = new MediaType("application", "x-ndjson");

  private final DeadLetters deadLetters;
  private final Scheduler queries;
  private final JsonMapper json;

  DeadLettersController(DeadLetters deadLetters, Scheduler queries, JsonMapper json) {
    this.deadLetters = deadLetters;
    this.queries = queries;
    this.json = json;
  }

  /** Returns a page of dead letters, or with {@code group} how many there are. */
  @GetMapping
  Mono<Object> list(
      @RequestParam MultiValueMap<String, String> parameters, @AuthenticationPrincipal Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.READ);
    RequestFields fields =
        RequestFields.ofQuery(parameters, FilterFields.and("limit", "cursor", "group"));
    DeadLetterFilter filter = FilterFields.filter(fields, operator);
    @Nullable DeadLetterState state = FilterFields.state(fields);
    int limit = fields.number("limit", DEFAULT_LIMIT, 1, HIGHEST_LIMIT);
    @Nullable String cursor = fields.text("cursor");
    Set<By> groups = fields.constants("group", By.class);
    fields.check();
    return Mono.fromCallable(() ->
            groups.isEmpty()
                ? page(filter, state, limit, cursor)
                : deadLetters.count(filter, state, groups))
        .subscribeOn(queries);
  }

  private Object page(
      DeadLetterFilter filter,
      @Nullable DeadLetterState state,
      int limit,
      @Nullable String cursor) {
    try {
      return deadLetters.list(filter, state, limit, cursor);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The parameter cursor " + e.getMessage() + "."));
    }
  }

  @GetMapping("/{partition:\\d{1,9}}/{offset:\\d{1,18}}")
  Mono<DeadLetterDetails> peek(
      @PathVariable int partition,
      @PathVariable long offset,
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    RequestFields fields = RequestFields.ofQuery(parameters, Set.of("of", "content"));
    boolean content = fields.flag("content");
    operator.require(content ? Scope.CONTENT : Scope.READ);
    var _ = operator.onlyApps();
    DeadLetterKind kind = FilterFields.kind(fields);
    fields.check();
    return Mono.fromCallable(() ->
            deadLetters
                .peek(kind, partition, offset, content)
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.of(
                            ProblemType.UNKNOWN_LETTER,
                            "There is no dead letter of %s at %d/%d; dead letters are kept for 14 days."
                                .formatted(kind.word(), partition, offset)))))
        .doOnNext(details -> operator.requireApp(details.letter().app()))
        .subscribeOn(queries);
  }

  /** Writes all dead letters that match as JSON lines, as fast as the client reads them. */
  @GetMapping("/export")
  Mono<Void> export(
      @RequestParam MultiValueMap<String, String> parameters,
      @AuthenticationPrincipal Jwt token,
      ServerHttpResponse response) {
    AccessGrant operator = AccessGrant.of(token);
    RequestFields fields = RequestFields.ofQuery(parameters, FilterFields.and("content"));
    boolean content = fields.flag("content");
    operator.require(content ? Scope.CONTENT : Scope.READ);
    DeadLetterFilter filter = FilterFields.filter(fields, operator);
    @Nullable DeadLetterState state = FilterFields.state(fields);
    fields.check();
    response.getHeaders().setContentType(JSON_LINES);
    return response.writeWith(
        Flux.<DataBuffer, DeadLetterExport>generate(
                () -> deadLetters.export(filter, state, content),
                (export, sink) -> {
                  DeadLetterExport.Line line = export.next();
                  if (line == null) {
                    sink.complete();
                  } else {
                    sink.next(response.bufferFactory().wrap(jsonLine(line)));
                  }
                  return export;
                },
                DeadLetterExport::close)
            .subscribeOn(queries));
  }

  private byte[] jsonLine(DeadLetterExport.Line line) {
    byte[] object = json.writeValueAsBytes(line);
    byte[] withEnd = java.util.Arrays.copyOf(object, object.length + 1);
    withEnd[object.length] = '\n';
    return withEnd;
  }
}
