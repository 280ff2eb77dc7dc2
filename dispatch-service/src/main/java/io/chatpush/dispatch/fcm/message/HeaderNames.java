package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.rules.OptionRules;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Collapse keys in the form that headers of APNs and of push services take. A key that does not
 * have this form is replaced by a hash of it, so that equal keys stay equal.
 */
final class HeaderNames {

  /**
   * The longest topic.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8030#section-5.4">RFC 8030, 5.4</a>
   */
  static final int MAX_TOPIC_LENGTH = 32;

  /** Bytes that are 32 characters of Base64. */
  private static final int HASH_BYTES = 24;

  private HeaderNames() {}

  /** Returns a value for {@code Topic}: at most 32 characters of the URL-safe Base64 alphabet. */
  static String topic(String key) {
    if (key.isEmpty() || key.length() > MAX_TOPIC_LENGTH) {
      return hash(key);
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '_')) {
        return hash(key);
      }
    }
    return key;
  }

  /**
   * Returns a value for {@code apns-collapse-id}: at most 64 visible characters of ASCII, since a
   * header of HTTP takes no others.
   */
  static String collapseId(String key) {
    if (key.isEmpty() || key.length() > OptionRules.MAX_COLLAPSE_KEY_BYTES) {
      return hash(key);
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c <= ' ' || c > '~') {
        return hash(key);
      }
    }
    return key;
  }

  private static String hash(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
