package io.chatpush.rules;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rule for ids of apps, messages, channels, users and devices. */
public final class Ids {

  /** Keys are made of ids; four of them stay far below the size that a broker accepts. */
  public static final int MAX_BYTES = 256;

  /** The ways to break the rule. */
  public enum Fault {
    /** It keeps the rule. */
    NONE,
    /** Empty or blank. */
    MISSING,
    /** More than {@link #MAX_BYTES} bytes of UTF-8. */
    TOO_LONG,
    /**
     * A control character, or U+FFFD, which a decoder writes for bytes that are not UTF-8.
     * token-service refuses such ids, so that no device can have one. Also half of a surrogate
     * pair, which UTF-8 cannot have: an encoder would write another id.
     */
    MALFORMED
  }

  private Ids() {}

  /** Returns how the id breaks the rule. */
  public static Fault fault(String id) {
    if (id.isBlank()) {
      return Fault.MISSING;
    }
    if (isTooLong(id)) {
      return Fault.TOO_LONG;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c) || c == '\uFFFD' || isHalf(id, i)) {
        return Fault.MALFORMED;
      }
    }
    return Fault.NONE;
  }

  private static boolean isHalf(String id, int at) {
    char c = id.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 == id.length() || !Character.isLowSurrogate(id.charAt(at + 1))
        : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(id.charAt(at - 1)));
  }

  /** Returns whether the id has more than {@link #MAX_BYTES} bytes of UTF-8. */
  public static boolean isTooLong(String id) {
    // A character is at most 3 bytes, so that most ids need no encoding to be measured.
    return id.length() > MAX_BYTES / 3
        && (id.length() > MAX_BYTES || id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
  }

  /** Returns a sentence that names the field; {@code null} if the id keeps the rule. */
  public static @Nullable String describeFault(String field, String id) {
    Fault fault = fault(id);
    return fault == Fault.NONE ? null : "an id in " + field + " is " + fault;
  }
}
