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

  /**
   * Returns what of {@code text} can be kept: without characters that are not printed, such as
   * control characters and those that change the direction of what follows, without spaces at both
   * ends, and cut after the last character that is whole within {@code maxBytes} bytes of UTF-8. It
   * may be empty.
   */
  static String printable(String text, int maxBytes) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int codePoint : text.strip().codePoints().toArray()) {
      if (!isPrintable(codePoint)) {
        continue;
      }
      bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.toString().strip();
  }

  private static boolean isPrintable(int codePoint) {
    return codePoint != 0xFFFD
        && switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
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
