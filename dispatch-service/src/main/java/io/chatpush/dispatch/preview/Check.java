package io.chatpush.dispatch.preview;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What FCM says of a message that it only checks.
 *
 * @param result whether FCM accepts it
 * @param code the error code, where the result is another one than ACCEPTED
 * @param message what FCM says about the error, which may quote the message
 * @param violations the fields that FCM names
 */
public record Check(
    Result result, @Nullable String code, @Nullable String message, List<Violation> violations) {

  /** Whether FCM accepts a message. */
  public enum Result {
    ACCEPTED,
    REFUSED,
    /** FCM was not asked or did not say; the code says why. */
    NOT_CHECKED
  }

  /**
   * A field that FCM names.
   *
   * @param field its path in the request, such as {@code message.android.ttl}; may be empty
   * @param description what is wrong with it
   */
  public record Violation(String field, String description) {}

  public Check {
    violations = List.copyOf(violations);
  }

  /** Returns that FCM accepts the message. */
  public static Check accepted() {
    return new Check(Result.ACCEPTED, null, null, List.of());
  }

  /** Returns that FCM refuses the message. */
  public static Check refused(String code, @Nullable String message, List<Violation> violations) {
    return new Check(Result.REFUSED, code, message, violations);
  }

  /** Returns that it is not known whether FCM accepts the message. */
  public static Check notChecked(String code) {
    return new Check(Result.NOT_CHECKED, code, null, List.of());
  }
}
