package io.chatpush.streams;

import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells a registry that does not answer from a record that cannot be decoded. */
public final class RegistryFaults {

  private RegistryFaults() {}

  /**
   * Returns whether it is the registry that failed, as chatpush's serde or Confluent's reports it.
   */
  public static boolean isPassing(Exception failure) {
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
