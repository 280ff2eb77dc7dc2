package io.chatpush.dispatch.content;

import java.text.BreakIterator;
import java.util.Locale;

/** Text as FCM counts it: bytes of a JSON string in UTF-8, without its quotes. */
final class JsonText {

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_LENGTH = 3;

  private JsonText() {}

  static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += length(codePoint);
      i += Character.charCount(codePoint);
    }
    return bytes;
  }

  /**
   * The text itself if it fits, else its beginning and an ellipsis. Cuts only between what a reader
   * takes for characters (extended grapheme clusters), so that no accent, flag or family loses a
   * part; one that does not fit alone is left out.
   *
   * @param limit at least 3 bytes
   */
  static String shorten(String text, int limit) {
    int room = limit - ELLIPSIS_LENGTH;
    int bytes = 0;
    int end = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += length(codePoint);
      i += Character.charCount(codePoint);
      if (bytes <= room) {
        end = i;
      }
      if (bytes > limit) {
        return text.substring(0, boundaryBefore(text, end)).stripTrailing() + ELLIPSIS;
      }
    }
    return text;
  }

  /** The last boundary not after that index; what follows one code point later has no say in it. */
  private static int boundaryBefore(String text, int index) {
    if (index == 0) {
      return 0;
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.substring(0, text.offsetByCodePoints(index, 1)));
    return characters.isBoundary(index) ? index : characters.preceding(index);
  }

  /** What the JSON writers of firebase-admin and FCM make of it, the longer of the two. */
  private static int length(int codePoint) {
    if (codePoint < 0x20) {
      return 6;
    }
    if (codePoint < 0x80) {
      return codePoint == '"' || codePoint == '\\' ? 2 : 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    if (codePoint == 0x2028 || codePoint == 0x2029) {
      return 6;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
