package io.chatpush.token.device;

import io.chatpush.events.AddressType;

/**
 * Where FCM reaches a device. A secret: whoever has it and the project's key can push to the
 * device, so it is never printed.
 *
 * @param type what FCM calls it, not UNKNOWN
 * @param value 1 to 4,096 visible ASCII characters; FCM documents no limit, its tokens have some
 *     200 characters
 */
public record PushAddress(AddressType type, String value) {

  static final int MAX_LENGTH = 4096;

  /** Below this the last characters would be too large a part. */
  private static final int MASKED_IN_PART = 20;

  private static final int SHOWN = 4;

  /**
   * @throws IllegalArgumentException if the value is no address; the message does not contain it
   */
  public PushAddress {
    if (type == AddressType.UNKNOWN) {
      throw new IllegalArgumentException("must have a known type");
    }
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("must have 1 to " + MAX_LENGTH + " characters");
    }
    if (value.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new IllegalArgumentException("must be visible ASCII characters");
    }
  }

  /** Enough for its owner to know it by, too little to push to it. */
  public String masked() {
    return value.length() < MASKED_IN_PART
        ? "\u2026"
        : "\u2026" + value.substring(value.length() - SHOWN);
  }

  @Override
  public String toString() {
    return type + "[redacted]";
  }
}
