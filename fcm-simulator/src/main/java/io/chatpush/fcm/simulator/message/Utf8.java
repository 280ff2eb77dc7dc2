package io.chatpush.fcm.simulator.message;

/** Lengths in UTF-8 of text that is never encoded. */
final class Utf8 {

  private Utf8() {}

  static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      bytes += extra(text.charAt(i));
    }
    return bytes;
  }

  static int length(char[] text, int offset, int length) {
    int bytes = length;
    for (int i = offset; i < offset + length; i++) {
      bytes += extra(text[i]);
    }
    return bytes;
  }

  /** Bytes beyond one; each half of a surrogate pair has two of the four. */
  private static int extra(char c) {
    return c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
  }
}
