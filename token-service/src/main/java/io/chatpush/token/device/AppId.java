package io.chatpush.token.device;

/**
 * The app a device runs; several apps may share one deployment.
 *
 * @param value 1 to 256 bytes of printable UTF-8
 */
public record AppId(String value) {

  static final int MAX_BYTES = 256;

  /**
   * @throws IllegalArgumentException if the value is no id; the message says the rule, not the
   *     value
   */
  public AppId {
    PrintableText.check(value, MAX_BYTES);
  }
}
