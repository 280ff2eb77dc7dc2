package io.chatpush.token.device;

import java.nio.charset.StandardCharsets;

/**
 * The one rule for text that comes from outside and is kept: sized in UTF-8 bytes, because that is
 * what topics and disks hold, and printable, because it ends up in keys, URLs and consoles.
 */
final class PrintableText {

  private PrintableText() {}

  /**
   * Returns {@code text} if it is 1 to {@code maxBytes} bytes of UTF-8 without control characters.
   *
   * <p>U+FFFD is refused too: decoders put it where the bytes were not UTF-8, and two ids that
   * differ in such bytes alone would become one.
   *
   * @throws IllegalArgumentException with a message that says the rule and never the text
   */
  static String check(String text, int maxBytes) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    text.codePoints().forEach(PrintableText::checkCodePoint);
    // A char is at least one byte, so a huge text is refused before it is encoded.
    if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new IllegalArgumentException("must be at most " + maxBytes + " bytes of UTF-8");
    }
    return text;
  }

  private static void checkCodePoint(int codePoint) {
    if (Character.isISOControl(codePoint)) {
      throw new IllegalArgumentException("must not contain control characters");
    }
    if (codePoint == 0xFFFD
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
      throw new IllegalArgumentException("must be well-formed Unicode");
    }
  }
}
