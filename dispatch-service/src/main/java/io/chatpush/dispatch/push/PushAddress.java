package io.chatpush.dispatch.push;

import io.chatpush.events.AddressType;

/**
 * FCM's address of an app instance. Anyone who has it and the key of the project can push to the
 * device, so it never prints itself.
 *
 * @param type what FCM calls it; UNKNOWN is taken for a registration token
 * @param value the address, not blank
 */
public record PushAddress(AddressType type, String value) {

  public PushAddress {
    if (value.isBlank()) {
      throw new IllegalArgumentException("an address is not blank");
    }
  }

  @Override
  public String toString() {
    return type + "[redacted]";
  }
}
