package io.chatpush.dispatch.text;

import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of one text. The first value is held back until another part follows, because a
 * value that is the whole text is not isolated. Not thread-safe.
 */
final class TextBuilder {

  private final StringBuilder text;
  private @Nullable String first;
  private Cleaning firstCleaning = Cleaning.OWN;

  TextBuilder(int expectedLength) {
    text = new StringBuilder(expectedLength);
  }

  void literal(String literal) {
    appendFirst();
    text.append(literal);
  }

  void value(String value, Cleaning cleaning) {
    if (first == null && text.isEmpty()) {
      first = value;
      firstCleaning = cleaning;
      return;
    }
    appendFirst();
    cleaning.append(value, text);
  }

  private void appendFirst() {
    if (first != null) {
      firstCleaning.append(first, text);
      first = null;
    }
  }

  /** Returns the text, or null if a reader would see nothing of it. */
  @Nullable String build() {
    String built = first == null ? text.toString() : firstCleaning.alone(first);
    return Cleaning.isBlank(built) ? null : built;
  }
}
