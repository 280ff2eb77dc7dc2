package io.chatpush.token.startup;

/**
 * A setting is missing or wrong, and the service cannot start. Its message is all that is shown.
 */
public final class InvalidSettingException extends RuntimeException {

  /**
   * @param sentence names the setting and says what to do
   */
  public InvalidSettingException(String sentence) {
    super(sentence);
  }
}
