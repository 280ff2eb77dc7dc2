package io.chatpush.stack.launch;

/**
 * What stopped a command, in a sentence for the person at the terminal: what happened, to which
 * part, and what to do. The cause, if any, is for the log.
 */
public final class StackException extends RuntimeException {

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
