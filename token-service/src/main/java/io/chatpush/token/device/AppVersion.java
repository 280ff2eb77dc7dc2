package io.chatpush.token.device;

/**
 * The version of the app on a device, as the app calls it.
 *
 * @param value 1 to 64 bytes of printable UTF-8
 */
public record AppVersion(String value) {

  static final int MAX_BYTES = 64;

  /**
   * @throws IllegalArgumentException if the value is too long or not printable
   */
  public AppVersion {
    PrintableText.check(value, MAX_BYTES);
  }
}
