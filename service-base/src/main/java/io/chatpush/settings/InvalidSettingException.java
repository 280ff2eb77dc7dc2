package io.chatpush.settings;

/**
 * A setting is missing or wrong, and the service cannot start. Its message is all that is shown.
 */
public final class InvalidSettingException extends RuntimeException {

  private final String sentence;

  /**
   * @param sentence names the setting and says what to do
   */
  public InvalidSettingException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /**
   * @param setting the setting, in full
   * @param complaint what is wrong with it, to be read after its name
   */
  public InvalidSettingException(String setting, String complaint) {
    this(setting + " " + complaint + ".");
  }

  @Override
  public String getMessage() {
    return sentence;
  }
}
