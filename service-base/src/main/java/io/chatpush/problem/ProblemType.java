package io.chatpush.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * The problems that the APIs of both services answer with. Their URIs are part of the contract:
 * clients switch on them. They are in one place because {@code urn:chatpush:problem:} is one
 * namespace: a URI must mean the same in both services.
 */
public enum ProblemType {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
  MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not JSON"),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid access token is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The access token does not allow this"),
  /** No app of the deployment has this id. */
  UNKNOWN_APP(HttpStatus.NOT_FOUND, "There is no such app"),
  /** Of token-service: the user has no device of this id. */
  UNKNOWN_DEVICE(HttpStatus.NOT_FOUND, "The user has no such device"),
  /** Of dispatch-service: it has no issuer whose access tokens it could accept. */
  API_OFF(HttpStatus.NOT_FOUND, "This service answers no such requests"),
  /** Of dispatch-service: no dead letter is at this offset. */
  UNKNOWN_LETTER(HttpStatus.NOT_FOUND, "There is no such dead letter"),
  /** Of dispatch-service: the instance remembers no redrive or discard of this id. */
  UNKNOWN_JOB(HttpStatus.NOT_FOUND, "There is no such job"),
  /** Of dispatch-service: no topic has anything about this message. */
  UNKNOWN_MESSAGE(HttpStatus.NOT_FOUND, "Nothing is known of this message"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable representation"),
  /** Of dispatch-service: the instance runs one redrive or discard at a time. */
  JOB_RUNS(HttpStatus.CONFLICT, "Another job runs"),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json"),
  /** Of token-service: the user exceeds the rate of requests. */
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "The user asks too often"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot do this now");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status of the response. */
  public HttpStatus status() {
    return status;
  }

  /** The same sentence for every problem of the type. */
  public String title() {
    return title;
  }

  /** {@code urn:chatpush:problem:} and the name in lower case with hyphens. */
  public URI uri() {
    return URI.create("urn:chatpush:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
