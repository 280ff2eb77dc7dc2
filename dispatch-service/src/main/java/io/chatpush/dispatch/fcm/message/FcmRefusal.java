package io.chatpush.dispatch.fcm.message;

import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What FCM says to people about a request that it refuses. It may quote the request. Nothing is
 * decided by it: {@link FcmOutcomeMapper} says what the answer means.
 *
 * @param message {@code error.message}; {@code null} if FCM did not write the body
 * @param violations the fields that a {@code google.rpc.BadRequest} names
 */
public record FcmRefusal(@Nullable String message, List<Violation> violations) {

  /**
   * A field that is wrong.
   *
   * @param field its path in the request, such as {@code message.android.ttl}; may be empty
   * @param description what is wrong with it
   */
  public record Violation(String field, String description) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_VIOLATIONS = 20;

  public FcmRefusal {
    violations = List.copyOf(violations);
  }

  /**
   * Reads the body of an answer.
   *
   * @param body of any form
   */
  public static FcmRefusal read(String body) {
    JsonNode error;
    try {
      error = JSON.readTree(body).path("error");
    } catch (JacksonException e) {
      return new FcmRefusal(null, List.of());
    }
    List<Violation> violations = new ArrayList<>();
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("fieldViolations")) {
        if (violations.size() < MOST_VIOLATIONS) {
          violations.add(new Violation(text(violation, "field"), text(violation, "description")));
        }
      }
    }
    String message = text(error, "message");
    return new FcmRefusal(message.isEmpty() ? null : message, violations);
  }

  private static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isString() ? SafeText.sentence(value.stringValue(), LONGEST_TEXT) : "";
  }
}
