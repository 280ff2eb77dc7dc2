package io.chatpush.dispatch.push;

/**
 * FCM's address of an app instance. Whoever has it can push to the device, so it never prints
 * itself.
 *
 * @param type what FCM calls it
 * @param value the address, not blank
 */
public record PushAddress(Type type, String value) {

  /** What FCM calls an address. */
  public enum Type {
    /** A registration token, which FCM deprecated in 2026. */
    TOKEN,
    /** A Firebase installation id. */
    FID
  }

  public PushAddress {
    if (value.isBlank()) {
      throw new IllegalArgumentException("an address is not blank");
    }
  }

  @Override
  public String toString() {
    return type + "[redacted]";
  }
}
