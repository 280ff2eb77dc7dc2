package io.chatpush.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * A problem detail of RFC 9457. Contains no value of the request, only the names of its fields.
 *
 * @param type of {@link ProblemType}
 * @param title the same sentence for every problem of the type
 * @param status of HTTP
 * @param detail what is wrong this time
 * @param errors which fields are wrong; left out when empty
 */
public record Problem(
    URI type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  /**
   * A field that is wrong.
   *
   * @param field its path in the body, e.g. {@code address.value}, or {@code app}, {@code device}
   * @param message the rule it breaks
   */
  public record FieldError(String field, String message) {}

  /** A problem without wrong fields. */
  public static Problem of(ProblemType type, String detail) {
    return of(type, detail, List.of());
  }

  /** A problem that names wrong fields. */
  public static Problem of(ProblemType type, String detail, List<FieldError> errors) {
    return new Problem(
        type.uri(), type.title(), type.status().value(), detail, List.copyOf(errors));
  }

  /** A problem of type {@link ProblemType#INVALID_REQUEST} that names wrong fields. */
  public static Problem invalid(List<FieldError> errors) {
    return of(
        ProblemType.INVALID_REQUEST,
        errors.size() == 1 ? "One field is not valid." : errors.size() + " fields are not valid.",
        errors);
  }
}
