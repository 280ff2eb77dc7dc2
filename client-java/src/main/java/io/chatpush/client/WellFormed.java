package io.chatpush.client;

/**
 * Replaces halves of surrogate pairs, which UTF-8 cannot have, by U+FFFD. They are what remains of
 * an emoji in a text that was cut at a number of characters.
 */
final class WellFormed {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** Returns the text without unpaired surrogates; the text itself if it has none. */
  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder wellFormed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      boolean half = Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint);
      wellFormed.appendCodePoint(half ? REPLACEMENT : codePoint);
      i += Character.charCount(codePoint);
    }
    return wellFormed.toString();
  }
}
