package io.chatpush.schemas.text;

/**
 * Shows text from outside so that each character is seen as what it is. A terminal obeys control
 * characters, a log reader takes a line break for the end of an entry, bidirectional controls
 * change the order in which the characters around them are shown, and characters without a width
 * make two different ids look the same. All of these are escaped as in Java and JSON; letters of
 * all languages stay.
 *
 * <p>The one place in chatpush that says which characters these are. Text for an ASCII-only log
 * line, a header or a problem is made by {@code SafeText} of service-base, which escapes more.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/">UTR 36: Unicode security considerations</a>
 */
public final class VisibleText {

  private static final String CUT = "… (cut)";

  private VisibleText() {}

  /**
   * Returns whether a reader would obey the code point or could not see it: C0, DEL and C1
   * controls, line and paragraph separators, all format characters (bidirectional marks, overrides
   * and isolates, characters of no width, tags), fillers that look like a space, and surrogates
   * without their other half.
   */
  public static boolean isHidden(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isFiller(codePoint);
    };
  }

  /** Letters, marks and symbols of which nothing is seen. */
  private static boolean isFiller(int codePoint) {
    return switch (codePoint) {
      case 0x034F, // combining grapheme joiner
          0x115F,
          0x1160,
          0x3164,
          0xFFA0, // Hangul fillers
          0x17B4,
          0x17B5, // Khmer vowels that are never shown
          0x2800 -> // Braille blank
          true;
      default -> false;
    };
  }

  /** Returns the text with every hidden character escaped; line breaks and tabs, too. */
  public static String of(String text) {
    return escaped(text, text.length(), false, false);
  }

  /**
   * Returns the same of the beginning of the text, and says if it was cut.
   *
   * @param longest in characters of the text, more than 0
   */
  public static String of(String text, int longest) {
    return escaped(text, longest, false, false);
  }

  /** Returns the text with every hidden character escaped but for the line feeds of its lines. */
  public static String lines(String text) {
    return escaped(text, text.length(), true, false);
  }

  /**
   * Returns what a person wrote, to be read and not to be compared: as {@link #of(String)}, but the
   * joiners stay that emoji and some scripts are made with.
   */
  public static String prose(String text) {
    return escaped(text, text.length(), false, true);
  }

  /** Returns the same, but the line feeds stay, too. */
  public static String proseLines(String text) {
    return escaped(text, text.length(), true, true);
  }

  /**
   * Adds the escape of one code point, in the form that JSON knows, too.
   *
   * @param to is changed
   */
  public static void appendEscape(StringBuilder to, int codePoint) {
    switch (codePoint) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        for (char c : Character.toChars(codePoint)) {
          to.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            to.append(Character.forDigit(c >> shift & 0xF, 16));
          }
        }
      }
    }
  }

  private static String escaped(String text, int longest, boolean keepLines, boolean keepJoiners) {
    int end = end(text, longest);
    StringBuilder shown = null;
    int codePoint;
    for (int i = 0; i < end; i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      boolean escape =
          isHidden(codePoint)
              && !(keepLines && codePoint == '\n')
              && !(keepJoiners && (codePoint == 0x200C || codePoint == 0x200D));
      if (escape && shown == null) {
        shown = new StringBuilder(end + 16).append(text, 0, i);
      }
      if (shown != null) {
        if (escape) {
          appendEscape(shown, codePoint);
        } else {
          shown.appendCodePoint(codePoint);
        }
      }
    }
    String result = shown == null ? text.substring(0, end) : shown.toString();
    return end < text.length() ? result + CUT : result;
  }

  /** Where to cut, so that no surrogate pair is divided. */
  private static int end(String text, int longest) {
    if (text.length() <= longest) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
  }
}
