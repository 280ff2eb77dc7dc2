package io.chatpush.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * No schema registry gave a usable answer: none could be reached, or what answered refused our
 * credentials, failed, or is not a registry. It says nothing about the record, which may be
 * perfectly good: wait and try it again, and do not dead-letter it.
 *
 * <p>The message names the topic, the schema id or subject where there is one, and each registry
 * URL with what it did, without credentials.
 */
public final class RegistryUnavailableException extends SerializationException {

  RegistryUnavailableException(String message) {
    super(message);
  }
}
