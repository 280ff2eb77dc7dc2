package io.chatpush.dispatch.text;

/** Says in one sentence why a text is not a template, and where. */
public final class TemplateException extends IllegalArgumentException {

  private final int offset;

  /**
   * @param offset in the text, in UTF-16 code units from 0
   * @param sentence without a full stop
   */
  TemplateException(int offset, String sentence) {
    super("%s (at offset %d of the text)".formatted(sentence, offset));
    this.offset = offset;
  }

  /** The same, with the text's place before the sentence. */
  TemplateException(String place, TemplateException cause) {
    super(place + ": " + cause.getMessage(), cause);
    this.offset = cause.offset;
  }

  /** Returns where in the text the fault begins, in UTF-16 code units from 0. */
  public int offset() {
    return offset;
  }
}
