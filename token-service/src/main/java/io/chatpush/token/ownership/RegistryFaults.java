package io.chatpush.token.ownership;

import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells a registry that gives no answer from a record that cannot be decoded. */
final class RegistryFaults {

  private RegistryFaults() {}

  /** Returns whether it is the registry, in the words of our serde or of Confluent's. */
  static boolean isPassing(Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RegistryUnavailableException
          || t instanceof RetriableException
          || (t instanceof IOException && !(t instanceof EOFException))) {
        return true;
      }
    }
    return false;
  }
}
