package io.chatpush.token.ownership;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far an export has come.
 *
 * @param partition which is being read
 * @param after the last key that was read in it; {@code null} before the first
 */
record PageCursor(int partition, @Nullable String after) {

  static final PageCursor START = new PageCursor(0, null);

  /**
   * @throws IllegalArgumentException if {@code text} is not what {@link #text} writes
   */
  static PageCursor of(String text) {
    String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    int colon = plain.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("is no cursor");
    }
    int partition = Integer.parseInt(plain.substring(0, colon));
    if (partition < 0) {
      throw new IllegalArgumentException("is no cursor");
    }
    String after = plain.substring(colon + 1);
    return new PageCursor(partition, after.isEmpty() ? null : after);
  }

  String text() {
    String plain = partition + ":" + (after == null ? "" : after);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
