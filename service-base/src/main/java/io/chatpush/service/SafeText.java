package io.chatpush.service;

/**
 * Text from outside as it may be quoted in a log line, a header or a problem: short, in quotes, and
 * without characters that a terminal or a log reader acts upon.
 */
public final class SafeText {

  /** Enough to recognise an id or a key, and too short to hold a message. */
  public static final int LONGEST_QUOTE = 64;

  private SafeText() {}

  /**
   * Quotes the text: cut to 64 characters, and with every character but printable ASCII, and every
   * quote and backslash, escaped as in Java.
   */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(LONGEST_QUOTE + 8).append('"');
    appendEscaped(quoted, text, LONGEST_QUOTE);
    return quoted.append(text.length() > LONGEST_QUOTE ? "\" (cut)" : "\"").toString();
  }

  /**
   * Makes a sentence safe that may contain text from outside, such as the message of a library's
   * exception: cut to that number of characters, and escaped as {@link #quote} does, except that
   * quotes stay.
   *
   * @param longest in characters of the input, more than 0
   */
  public static String sentence(String text, int longest) {
    if (text.length() <= longest && isPlain(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(Math.min(text.length(), longest) + 16);
    int end = Math.min(text.length(), longest);
    for (int i = 0; i < end; i++) {
      appendEscaped(safe, text.charAt(i));
    }
    return text.length() > longest ? safe.append("… (cut)").toString() : safe.toString();
  }

  private static void appendEscaped(StringBuilder to, String text, int longest) {
    int end = Math.min(text.length(), longest);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else {
        appendEscaped(to, c);
      }
    }
  }

  private static void appendEscaped(StringBuilder to, char c) {
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (isPlain(c)) {
          to.append(c);
        } else {
          to.append("\\u%04x".formatted((int) c));
        }
      }
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~';
  }
}
