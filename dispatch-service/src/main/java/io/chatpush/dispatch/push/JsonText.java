package io.chatpush.dispatch.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Text as the inside of a JSON string in UTF-8, without its quotes: byte for byte what Gson, and
 * with it firebase-admin's {@code GsonFactory}, writes. Half of a surrogate pair, which UTF-8
 * cannot have, is written as U+FFFD.
 */
public final class JsonText {

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_LENGTH = 3;
  private static final int REPLACEMENT = 0xFFFD;
  private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(ISO_8859_1);

  private JsonText() {}

  /** Returns the number of bytes that {@link #encode} would return. */
  public static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += length(codePoint);
      i += Character.charCount(codePoint);
    }
    return bytes;
  }

  /** Returns the text as bytes of a JSON string. */
  public static byte[] encode(String text) {
    int length = length(text);
    if (length == text.length()) {
      // Nothing but ASCII has one byte for each char, and what is escaped has more.
      return text.getBytes(ISO_8859_1);
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      at = append(codePoint, bytes, at);
      i += Character.charCount(codePoint);
    }
    return bytes;
  }

  /**
   * Returns the text itself if it fits, or else its beginning and an ellipsis. The text is cut only
   * between extended grapheme clusters, which a reader takes for characters, so that no accent,
   * flag or family loses a part. A first cluster that does not fit alone is left out.
   *
   * @param limit at least 3 bytes
   */
  public static String shorten(String text, int limit) {
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
        String read = text.substring(0, end == 0 ? 0 : text.offsetByCodePoints(end, 1));
        return text.substring(0, boundaryBefore(wellFormed(read), end)) + ELLIPSIS;
      }
    }
    return text;
  }

  /**
   * Returns the last boundary that is not after the index and has no blank cluster before it.
   *
   * @param text up to one code point after the index: whether there is a boundary depends on no
   *     more
   */
  private static int boundaryBefore(String text, int index) {
    if (index == 0) {
      return 0;
    }
    int start = certainBoundaryBefore(text, index);
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text.substring(start));
    int end = index - start;
    if (!clusters.isBoundary(end)) {
      end = clusters.preceding(end);
    }
    while (end > 0) {
      int previous = clusters.preceding(end);
      if (!text.substring(start + previous, start + end).isBlank()) {
        return start + end;
      }
      end = previous;
    }
    return start;
  }

  /**
   * Returns a boundary before the index that needs no iterator to be found, because an iterator
   * reads all text before it: one before a visible ASCII character or a Chinese character, which
   * continue no cluster unless a character before them demands it.
   *
   * @see <a href="https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundary_Rules">UAX 29,
   *     3.1.1: Prepend is the only class that demands it</a>
   */
  private static int certainBoundaryBefore(String text, int index) {
    for (int i = index - 1; i > 0; i--) {
      char c = text.charAt(i);
      if (((c > ' ' && c <= '~') || (c >= '\u4E00' && c <= '\u9FFF'))
          && !mayBePrepend(text.codePointBefore(i))) {
        return i;
      }
    }
    return 0;
  }

  /** Whether the code point may be of the class Prepend; also for many that are not. */
  private static boolean mayBePrepend(int codePoint) {
    return codePoint == 0x0D4E
        || (codePoint >= 0x11000 && codePoint <= 0x11FFF)
        || Character.getType(codePoint) == Character.FORMAT;
  }

  /** Returns the text with U+FFFD for each half of a surrogate pair: clusters as they are shown. */
  private static String wellFormed(String text) {
    StringBuilder replaced = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          i++;
        } else {
          replaced = replaced == null ? new StringBuilder(text) : replaced;
          replaced.setCharAt(i, (char) REPLACEMENT);
        }
      }
    }
    return replaced == null ? text : replaced.toString();
  }

  private static int length(int codePoint) {
    if (codePoint < 0x20) {
      return shortEscape(codePoint) == 0 ? 6 : 2;
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

  private static int append(int codePoint, byte[] to, int start) {
    int at = start;
    if (codePoint < 0x20 || codePoint == 0x2028 || codePoint == 0x2029) {
      int escape = shortEscape(codePoint);
      to[at++] = '\\';
      if (escape != 0) {
        to[at++] = (byte) escape;
        return at;
      }
      to[at++] = 'u';
      for (int shift = 12; shift >= 0; shift -= 4) {
        to[at++] = HEXADECIMAL[(codePoint >> shift) & 0xF];
      }
    } else if (codePoint < 0x80) {
      if (codePoint == '"' || codePoint == '\\') {
        to[at++] = '\\';
      }
      to[at++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      to[at++] = (byte) (0xC0 | codePoint >> 6);
      to[at++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      int written = lone ? REPLACEMENT : codePoint;
      to[at++] = (byte) (0xE0 | written >> 12);
      to[at++] = continuation(written >> 6);
      to[at++] = continuation(written);
    } else {
      to[at++] = (byte) (0xF0 | codePoint >> 18);
      to[at++] = continuation(codePoint >> 12);
      to[at++] = continuation(codePoint >> 6);
      to[at++] = continuation(codePoint);
    }
    return at;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** Returns the letter of an escape of two characters; 0 where JSON has none. */
  private static int shortEscape(int codePoint) {
    return switch (codePoint) {
      case '\b' -> 'b';
      case '\t' -> 't';
      case '\n' -> 'n';
      case '\f' -> 'f';
      case '\r' -> 'r';
      default -> 0;
    };
  }
}
