package io.chatpush.dispatch.text;

/**
 * What a value may bring into a text. A value that is the whole text keeps its bidirectional
 * controls. Half of a surrogate pair always becomes U+FFFD, because UTF-8 has no form for it.
 *
 * @see <a href="https://www.unicode.org/reports/tr9/">UAX 9: Unicode bidirectional algorithm</a>
 */
enum Cleaning {
  /** A name is one line: line breaks and other control characters in it become spaces. */
  NAME(true, true, true),

  /** What a person wrote: isolated, so that its direction does not reorder the words around it. */
  PROSE(false, true, true),

  /** An id or another machine's word: has no controls that reorder the text, and no isolate. */
  ID(false, true, false),

  /** A word of chatpush's own. */
  OWN(false, false, false);

  static final char FIRST_STRONG_ISOLATE = '\u2068';
  static final char POP_DIRECTIONAL_ISOLATE = '\u2069';
  private static final char REPLACEMENT = '\uFFFD';

  private final boolean oneLine;
  private final boolean fromOutside;
  private final boolean isolated;

  Cleaning(boolean oneLine, boolean fromOutside, boolean isolated) {
    this.oneLine = oneLine;
    this.fromOutside = fromOutside;
    this.isolated = isolated;
  }

  /** Returns the value as the whole text. */
  String alone(String value) {
    return fromOutside ? clean(value, false) : value;
  }

  /** Appends the value among other parts of a text. */
  void append(String value, StringBuilder text) {
    if (isolated) {
      text.append(FIRST_STRONG_ISOLATE).append(clean(value, true)).append(POP_DIRECTIONAL_ISOLATE);
    } else {
      text.append(fromOutside ? clean(value, true) : value);
    }
  }

  /**
   * Returns whether a reader would see nothing of the value: it has only white space, control
   * characters and format characters.
   */
  static boolean isBlank(String value) {
    int codePoint;
    for (int i = 0; i < value.length(); i += Character.charCount(codePoint)) {
      codePoint = value.codePointAt(i);
      if (!isInvisible(codePoint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInvisible(int codePoint) {
    return Character.isWhitespace(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.CONTROL,
              Character.FORMAT ->
              true;
          default -> false;
        };
  }

  private String clean(String value, boolean dropControls) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        continue;
      }
      if (Character.isHighSurrogate(c) && hasPairAt(value, i)) {
        i++;
      } else if (Character.isSurrogate(c)
          || (oneLine && isLineControl(c))
          || (dropControls && isBidiControl(c))) {
        return rewritten(value, i, dropControls);
      }
    }
    return value;
  }

  /** Returns the value with everything cleaned from that index on. */
  private String rewritten(String value, int from, boolean dropControls) {
    StringBuilder clean = new StringBuilder(value.length()).append(value, 0, from);
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c) && hasPairAt(value, i)) {
        clean.append(c).append(value.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        clean.append(REPLACEMENT);
      } else if (oneLine && isLineControl(c)) {
        clean.append(' ');
      } else if (!(dropControls && isBidiControl(c))) {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  private static boolean hasPairAt(String value, int index) {
    return index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
  }

  /** C0, DEL, C1, and the separators of lines and paragraphs. */
  private static boolean isLineControl(char c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }

  /** Embeddings, overrides and isolates, and what ends them. */
  private static boolean isBidiControl(char c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
