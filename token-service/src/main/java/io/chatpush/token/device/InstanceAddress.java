package io.chatpush.token.device;

/**
 * Where an instance of this service answers the others.
 *
 * @param host name or address
 * @param port 1 to 65,535
 */
public record InstanceAddress(String host, int port) {

  /**
   * @throws IllegalArgumentException if it is none; the message says the rule
   */
  public InstanceAddress {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("must be host:port");
    }
  }
}
