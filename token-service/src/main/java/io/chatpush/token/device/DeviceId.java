package io.chatpush.token.device;

/**
 * One installation of the app, stable for as long as it is installed.
 *
 * @param value 1 to 256 bytes of printable UTF-8
 */
public record DeviceId(String value) {

  static final int MAX_BYTES = 256;

  /**
   * @throws IllegalArgumentException if the value is no id; the message says the rule, not the
   *     value
   */
  public DeviceId {
    PrintableText.check(value, MAX_BYTES);
  }
}
