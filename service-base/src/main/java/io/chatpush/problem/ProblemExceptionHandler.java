package io.chatpush.problem;

import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * Answers each failed request with a problem detail. The messages of exceptions are not part of the
 * answer: they may quote the request.
 */
final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

  private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

  /** When to come again after a 503; its causes seldom end sooner. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /** The status of nginx for this case. No client receives it; the meters of HTTP show it. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private final ProblemWriter writer;
  private final KnownFailures failures;
  private final RateLimitedLog lines;

  ProblemExceptionHandler(ProblemWriter writer, KnownFailures failures, Clock clock) {
    this.writer = writer;
    this.failures = failures;
    lines = new RateLimitedLog(log, clock);
    Hooks.onErrorDropped(this::noteDropped);
  }

  /**
   * When a connection is reset, Reactor Netty reports its end once more to a subscriber that is
   * gone, and Reactor would log that as an error with its stack trace.
   */
  private void noteDropped(Throwable failure) {
    if (!DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      lines.error(
          "dropped", "No subscriber handles this failure", SafeText.withoutMessages(failure));
    }
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    Problem known = known(failure);
    if (known == null && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      // Passed on, it would be logged as an error of the server.
      log.debug("A client disconnected before it was answered: {}", failure.getClass().getName());
      exchange.getResponse().setRawStatusCode(CLIENT_CLOSED_REQUEST);
      return Mono.empty();
    }
    Problem problem = known == null ? unexpected(failure) : known;
    HttpHeaders headers = exchange.getResponse().getHeaders();
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER.toSeconds()));
    }
    if (failure instanceof ErrorResponse response) {
      headers.putAll(response.getHeaders());
    }
    if (failure instanceof ProblemException e) {
      e.headers().forEach(headers::set);
    }
    return writer.write(exchange, problem);
  }

  /**
   * Returns the problem of a failure of a known type. Such a failure is never a client that went
   * away, although its cause may be a connection that was reset: the one to Kafka or to an issuer.
   */
  private @Nullable Problem known(Throwable failure) {
    Problem ofService = failures.problem(failure);
    if (ofService != null) {
      return ofService;
    }
    if (isBodyTooLarge(failure)) {
      return bodyTooLarge();
    }
    return switch (failure) {
      case ProblemException e -> e.problem();
      case AuthenticationServiceException e -> {
        lines.warn("tokens", "Access tokens cannot be verified", SafeText.withoutMessages(e));
        yield Problem.of(ProblemType.UNAVAILABLE, "Access tokens cannot be verified now.");
      }
      case ErrorResponse e when !e.getStatusCode().is5xxServerError() ->
          ofStatus(e.getStatusCode().value());
      case ErrorResponse _ -> unexpected(failure);
      default -> null;
    };
  }

  private Problem unexpected(Throwable failure) {
    lines.error(failure.getClass(), "A request failed", SafeText.withoutMessages(failure));
    return Problem.of(ProblemType.INTERNAL, "The failure is logged.");
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 404 -> Problem.of(ProblemType.NOT_FOUND, "No resource has this path.");
      case 405 ->
          Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The header Allow names those that are.");
      case 406 ->
          Problem.of(
              ProblemType.NOT_ACCEPTABLE,
              "The header Accept of this answer names the media types there are.");
      case 413 -> bodyTooLarge();
      case 415 ->
          Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
      default -> Problem.of(ProblemType.INVALID_REQUEST, "The request could not be read.");
    };
  }

  private static Problem bodyTooLarge() {
    return Problem.of(
        ProblemType.BODY_TOO_LARGE, "The body is larger than any valid request of this API.");
  }

  private static boolean isBodyTooLarge(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof DataBufferLimitException) {
        return true;
      }
    }
    return false;
  }

  /** Before Boot's handler, which answers in a form of its own. */
  @Override
  public int getOrder() {
    return -2;
  }
}
