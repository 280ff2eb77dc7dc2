package io.chatpush.token.web;

import io.chatpush.http.Problem;
import io.chatpush.http.ProblemException;
import io.chatpush.http.ProblemType;
import io.chatpush.http.ProblemWriter;
import io.chatpush.token.device.DeviceTokenPublisher;
import java.time.Duration;
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
import reactor.core.publisher.Mono;

/**
 * Turns whatever a request ended with into a problem detail. Messages of exceptions are not passed
 * on: they may quote the request.
 */
final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

  private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

  /** When to come again after a 503; what it waits for seldom passes sooner. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final ProblemWriter writer;

  ProblemExceptionHandler(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    HttpHeaders headers = exchange.getResponse().getHeaders();
    if (failure instanceof ErrorResponse response) {
      headers.putAll(response.getHeaders());
    }
    if (failure instanceof ProblemException e) {
      e.headers().forEach(headers::set);
    }
    Problem problem = problem(failure);
    if (failure instanceof TooManyRequestsException e) {
      headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(e.retryAfterSeconds()));
    }
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER.toSeconds()));
    }
    return writer.write(exchange, problem);
  }

  private static Problem problem(Throwable failure) {
    if (isBodyTooLarge(failure)) {
      return Problem.of(ProblemType.BODY_TOO_LARGE, "The body is larger than any registration.");
    }
    return switch (failure) {
      case ProblemException e -> e.problem();
      case DeviceTokenPublisher.Unavailable e ->
          Problem.of(ProblemType.UNAVAILABLE, String.valueOf(e.getMessage()));
      case AuthenticationServiceException e -> {
        log.warn("Access tokens cannot be verified", e);
        yield Problem.of(ProblemType.UNAVAILABLE, "Access tokens cannot be verified now.");
      }
      case ErrorResponse e when !e.getStatusCode().is5xxServerError() ->
          ofStatus(e.getStatusCode().value());
      default -> {
        log.error("A request failed", failure);
        yield Problem.of(ProblemType.INTERNAL, "The failure is logged.");
      }
    };
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
      case 413 ->
          Problem.of(ProblemType.BODY_TOO_LARGE, "The body is larger than any registration.");
      case 415 ->
          Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
      default -> Problem.of(ProblemType.INVALID_REQUEST, "The request could not be read.");
    };
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
