package io.chatpush.token.device;

import org.jspecify.annotations.Nullable;

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

  /**
   * Returns the version that a text says, or {@code null} if nothing of it can be kept. Characters
   * that are not printed are left out, as are spaces at both ends, and a longer text is cut: its
   * beginning tells most.
   */
  public static @Nullable AppVersion nearest(String text) {
    String kept = PrintableText.printable(text, MAX_BYTES);
    return kept.isEmpty() ? null : new AppVersion(kept);
  }
}
