package io.chatpush.token.web;

import io.chatpush.http.Problem;
import io.chatpush.http.ProblemException;
import io.chatpush.http.ProblemType;
import io.chatpush.http.ProblemWriter;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import io.chatpush.token.device.DeviceTokenPublisher;
import java.time.Clock;
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
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * Turns whatever a request ended with into a problem detail. Messages of exceptions are not passed
 * on: they may quote the request.
 */
final class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

  private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

  /** When to come again after a 503; what it waits for seldom passes sooner. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /** As nginx has it in its logs; nobody receives it, and meters of HTTP show it. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private final ProblemWriter writer;
  private final RateLimitedLog lines;

  ProblemExceptionHandler(ProblemWriter writer, Clock clock) {
    this.writer = writer;
    lines = new RateLimitedLog(log, clock);
    Hooks.onErrorDropped(this::noteDropped);
  }

  /**
   * Of a connection that is reset, Reactor Netty reports the end once more to a subscriber that has
   * gone, which Reactor would log as an error with its stack.
   */
  private void noteDropped(Throwable failure) {
    if (!DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      lines.error("dropped", "Nothing waits for this failure", SafeText.withoutMessages(failure));
    }
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    if (isDisconnected(failure)) {
      // Handed on, it would be logged as an error of the server.
      log.debug("A client disconnected before it was answered: {}", failure.getClass().getName());
      exchange.getResponse().setRawStatusCode(CLIENT_CLOSED_REQUEST);
      return Mono.empty();
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

  /** Returns whether the client went away before it was answered; no fault of anything here. */
  static boolean isDisconnected(Throwable failure) {
    return switch (failure) {
      // Its cause may be a connection to Kafka that was reset.
      case ProblemException _, DeviceTokenPublisher.Unavailable _ -> false;
      case AuthenticationServiceException _, ErrorResponse _ -> false;
      default -> DisconnectedClientHelper.isClientDisconnectedException(failure);
    };
  }

  private Problem problem(Throwable failure) {
    if (isBodyTooLarge(failure)) {
      return Problem.of(ProblemType.BODY_TOO_LARGE, "The body is larger than any registration.");
    }
    return switch (failure) {
      case ProblemException e -> e.problem();
      case DeviceTokenPublisher.Unavailable e ->
          Problem.of(ProblemType.UNAVAILABLE, String.valueOf(e.getMessage()));
      case AuthenticationServiceException e -> {
        lines.warn("tokens", "Access tokens cannot be verified", SafeText.withoutMessages(e));
        yield Problem.of(ProblemType.UNAVAILABLE, "Access tokens cannot be verified now.");
      }
      case ErrorResponse e when !e.getStatusCode().is5xxServerError() ->
          ofStatus(e.getStatusCode().value());
      default -> {
        lines.error(failure.getClass(), "A request failed", SafeText.withoutMessages(failure));
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
