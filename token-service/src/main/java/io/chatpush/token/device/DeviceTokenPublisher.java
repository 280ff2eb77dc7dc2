package io.chatpush.token.device;

import java.util.concurrent.CompletableFuture;

/** Where changes go so that they are never lost. Implementations are thread-safe. */
public interface DeviceTokenPublisher {

  /**
   * Publishes a change. Never blocks and never throws.
   *
   * @return completes once the change is stored durably, or with {@link Unavailable} when it is not
   *     known to be: it may be stored all the same, and publishing it again is harmless
   */
  CompletableFuture<Void> publish(DeviceChange change);

  /** The change could not be stored in time. Transient: try again later. */
  final class Unavailable extends Exception {

    /**
     * @param message what was waited for, without anything of the change
     */
    public Unavailable(String message) {
      super(message);
    }

    /**
     * @param message what was waited for, without anything of the change
     * @param cause what the store said
     */
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
