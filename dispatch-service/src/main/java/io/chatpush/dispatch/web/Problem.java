package io.chatpush.dispatch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * A problem detail of RFC 9457. Holds nothing of what the request held, but the names of fields.
 *
 * @param type of {@link ProblemType}
 * @param title says the same for every problem of the type
 * @param status of HTTP
 * @param detail what is wrong this time
 * @param errors which fields are wrong; left out when empty
 */
record Problem(
    URI type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  /**
   * @param field its path in the body, e.g. {@code address.value}, or {@code app}, {@code device}
   * @param message the rule it breaks
   */
  record FieldError(String field, String message) {}

  static Problem of(ProblemType type, String detail) {
    return of(type, detail, List.of());
  }

  static Problem of(ProblemType type, String detail, List<FieldError> errors) {
    return new Problem(
        type.uri(), type.title(), type.status().value(), detail, List.copyOf(errors));
  }

  static Problem invalid(List<FieldError> errors) {
    return of(
        ProblemType.INVALID_REQUEST,
        errors.size() == 1 ? "One field is not valid." : errors.size() + " fields are not valid.",
        errors);
  }
}
