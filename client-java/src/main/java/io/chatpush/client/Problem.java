package io.chatpush.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A problem detail of chatpush (RFC 9457). Contains no text of a message.
 *
 * @param status of HTTP
 * @param type a URI that names the kind of problem, such as {@code
 *     urn:chatpush:problem:invalid-request}
 * @param title the kind of problem as a sentence
 * @param detail what is wrong this time
 * @param fields which fields are wrong; empty if the problem is not about fields
 */
public record Problem(
    int status, String type, String title, String detail, List<FieldError> fields) {

  /**
   * A field that is wrong.
   *
   * @param name the field, as the event has it in JSON
   * @param message the rule that it breaks
   */
  public record FieldError(String name, String message) {}

  public Problem {
    fields = List.copyOf(fields);
  }

  /** Returns the problem in one line: status, title, detail and fields. */
  String sentence() {
    return "%d %s: %s%s"
        .formatted(
            status,
            title,
            detail,
            fields.stream()
                .map(field -> " " + field.name() + " " + field.message() + ".")
                .collect(Collectors.joining()));
  }
}
