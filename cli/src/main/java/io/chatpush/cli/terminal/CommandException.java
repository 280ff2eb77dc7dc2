package io.chatpush.cli.terminal;

/**
 * Reports what stopped a command, in a sentence for the person at the terminal: what happened, to
 * which part, and what to do. The cause, if any, is for the log.
 */
public final class CommandException extends RuntimeException {

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
