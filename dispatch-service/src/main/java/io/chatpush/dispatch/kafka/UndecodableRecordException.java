package io.chatpush.dispatch.kafka;

/**
 * Bytes that are not the record they should be, now and for ever. The message says why and quotes
 * nothing of them.
 */
public final class UndecodableRecordException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param message says why, and quotes nothing of the record
   */
  public UndecodableRecordException(String message) {
    super(message);
  }
}
