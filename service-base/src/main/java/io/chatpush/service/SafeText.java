package io.chatpush.service;

/**
 * Text from outside as it may be written to a log line, a header or a problem: short, and without
 * characters that a terminal or a log reader acts upon. For what people read, {@link
 * io.chatpush.schemas.text.VisibleText} keeps the letters of all languages.
 */
public final class SafeText {

  /** Longer than any sentence of ours. */
  private static final int LONGEST_SENTENCE = 500;

  private static final int MOST_CAUSES = 10;

  private SafeText() {}

  /** As {@link #sentence(String, int)}, cut to 500 characters: no sentence of ours has as many. */
  public static String sentence(String text) {
    return sentence(text, LONGEST_SENTENCE);
  }

  /**
   * Makes a sentence safe that may contain text from outside, such as the message of a library's
   * exception: cut to that number of characters, and with every character but printable ASCII
   * escaped as in Java.
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

  /**
   * Returns an exception for the log that has the classes and stacks of {@code failure} and its
   * causes, and no message: libraries quote what they work on, such as a record or a request.
   */
  public static Throwable withoutMessages(Throwable failure) {
    return withoutMessages(failure, MOST_CAUSES);
  }

  /**
   * Returns the classes of a failure and its causes, which say what failed without quoting any
   * content: {@code SerializationException by IOException}.
   */
  public static String kindOf(Throwable failure) {
    StringBuilder kind = new StringBuilder(failure.getClass().getSimpleName());
    int depth = 0;
    for (Throwable t = failure.getCause(); t != null && depth < 5; t = t.getCause(), depth++) {
      kind.append(" by ").append(t.getClass().getSimpleName());
    }
    return kind.toString();
  }

  private static Throwable withoutMessages(Throwable failure, int causes) {
    Throwable cause = failure.getCause();
    Throwable safe =
        new Throwable(
            failure.getClass().getName(),
            cause == null || causes == 0 ? null : withoutMessages(cause, causes - 1));
    safe.setStackTrace(failure.getStackTrace());
    return safe;
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
