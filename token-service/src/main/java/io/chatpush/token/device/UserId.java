package io.chatpush.token.device;

/**
 * Who is signed in on a device: the {@code sub} of the access token.
 *
 * @param value 1 to 256 bytes of printable UTF-8
 */
public record UserId(String value) {

  static final int MAX_BYTES = 256;

  /**
   * @throws IllegalArgumentException if the value is no id; the message says the rule, not the
   *     value
   */
  public UserId {
    PrintableText.check(value, MAX_BYTES);
  }
}
