package io.chatpush.dispatch.fanout;

import java.nio.charset.StandardCharsets;

/** The rule for ids of apps, messages, channels, users and devices. */
final class Ids {

  /** Keys are made of ids; four of them stay far below the size that a broker accepts. */
  static final int MAX_BYTES = 256;

  /** The ways to break the rule. */
  enum Fault {
    NONE,
    /** Empty or blank. */
    MISSING,
    /** More than {@link #MAX_BYTES} bytes of UTF-8. */
    TOO_LONG,
    /**
     * A control character, or U+FFFD, which a decoder writes for bytes that are not UTF-8.
     * token-service refuses such ids, so that no device can have one.
     */
    MALFORMED
  }

  private Ids() {}

  /** Returns how the id breaks the rule. */
  static Fault fault(String id) {
    if (id.isBlank()) {
      return Fault.MISSING;
    }
    // A character is at most 3 bytes, so that most ids need no encoding to be measured.
    if (id.length() > MAX_BYTES / 3
        && (id.length() > MAX_BYTES || id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)) {
      return Fault.TOO_LONG;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c) || c == '\uFFFD') {
        return Fault.MALFORMED;
      }
    }
    return Fault.NONE;
  }
}
