package io.chatpush.token.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * The problems this API answers with. Their URIs are part of the contract: clients switch on them.
 */
enum ProblemType {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not JSON"),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid access token is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The access token does not allow this"),
  UNKNOWN_APP(HttpStatus.NOT_FOUND, "There is no such app"),
  UNKNOWN_DEVICE(HttpStatus.NOT_FOUND, "The user has no such device"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable representation"),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json"),
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "The user asks too often"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot do this now");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }

  /** {@code urn:chatpush:problem:} and the name in lower case with hyphens. */
  URI uri() {
    return URI.create("urn:chatpush:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
