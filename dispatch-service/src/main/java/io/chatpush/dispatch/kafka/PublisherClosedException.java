package io.chatpush.dispatch.kafka;

/**
 * The publisher was closed before a broker acknowledged the record. The record may or may not be
 * written: the work it belongs to must not be committed, so that it is done again after the start.
 */
public final class PublisherClosedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PublisherClosedException(Throwable lastFailure) {
    super("the publisher is closed", lastFailure);
  }

  PublisherClosedException() {
    super("the publisher is closed");
  }

  /** Whether a publication failed because the publisher is closed, and for no other reason. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PublisherClosedException) {
        return true;
      }
    }
    return false;
  }
}
