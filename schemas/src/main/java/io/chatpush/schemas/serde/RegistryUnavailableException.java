package io.chatpush.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * No schema registry gave a usable answer: none could be reached in time, or what answered refused
 * our credentials, failed, is not a registry, or does not know the schema id yet. It says nothing
 * about the record, which may be perfectly good: wait and try it again, and do not dead-letter it.
 *
 * <p>The serdes throw it after about a second at most, and at once while the registry is still
 * being asked or has just failed. So hold back the partition of the record and try again after some
 * hundred milliseconds; the other partitions need not wait.
 *
 * <p>The message names the topic, the schema id or subject where there is one, and each registry
 * URL with what it did, without credentials.
 */
public final class RegistryUnavailableException extends SerializationException {

  private final boolean alive;

  RegistryUnavailableException(String message) {
    this(message, false);
  }

  /**
   * @param alive whether a node answered this question, although not in a usable way, so that it
   *     may well answer another
   */
  RegistryUnavailableException(String message, boolean alive) {
    super(message);
    this.alive = alive;
  }

  boolean isAlive() {
    return alive;
  }
}
