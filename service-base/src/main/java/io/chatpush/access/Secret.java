package io.chatpush.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A secret shared with an issuer. Never printed. */
final class Secret {

  private static final String BASE64 = "base64:";

  /**
   * What HS256 needs.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.2">RFC 7518, section 3.2</a>
   */
  private static final int LEAST_BYTES = 32;

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Public for the conversion of settings, which asks for a method of this name.
   *
   * @param text the secret in UTF-8, or {@code base64:} and its bytes
   */
  public static Secret of(String text) {
    return new Secret(text);
  }

  /**
   * @throws IllegalArgumentException if it is no secret; the message does not tell what it is
   */
  SecretKey key() {
    byte[] bytes =
        text.startsWith(BASE64)
            ? decoded(text.substring(BASE64.length()))
            : text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < LEAST_BYTES) {
      throw new IllegalArgumentException("has fewer than " + LEAST_BYTES + " bytes");
    }
    return new SecretKeySpec(bytes, "HMAC");
  }

  /**
   * Returns the keys of a file with one secret a line. Empty lines do not count.
   *
   * @throws IllegalArgumentException what is wrong with the file, to be read after its setting
   */
  static List<SecretKey> keys(byte[] file) {
    List<SecretKey> keys =
        new String(file, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(Secret::keyOfLine)
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("names a file that is empty");
    }
    return keys;
  }

  private static SecretKey keyOfLine(String line) {
    try {
      return of(line).key();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("names a file with a secret that " + e.getMessage(), e);
    }
  }

  /** Either alphabet, padded or not: secrets come from many consoles. */
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      // Its message quotes a character, so it is no cause either.
      throw new IllegalArgumentException("is not base64");
    }
  }

  @Override
  public String toString() {
    return "redacted";
  }
}
