package io.chatpush.schemas.access;

import java.util.Locale;

/** Who needs rights in Kafka. A process that has several roles has the rights of all of them. */
public enum Role {
  /** token-service: takes registrations and decides who owns a device. */
  TOKEN_SERVICE("takes registrations and decides who owns a device: token-service"),
  /** dispatch-service with {@code chatpush.fan-out.enabled}. */
  FAN_OUT("turns chat events into requests: dispatch-service with `chatpush.fan-out.enabled`"),
  /** dispatch-service with {@code chatpush.delivery.enabled}. */
  DELIVERY("sends to FCM and retries: dispatch-service with `chatpush.delivery.enabled`"),
  /** dispatch-service with {@code chatpush.operations.enabled}. */
  OPERATIONS("answers operators and redrives: dispatch-service with `chatpush.operations.enabled`"),
  /** The command {@code provision} of dispatch-service. */
  PROVISIONING("makes topics: the command `provision`, and nothing that keeps running"),
  /** Whoever publishes chat events. */
  CHAT_SYSTEM("publishes chat events and memberships: your chat system");

  private final String description;

  Role(String description) {
    this.description = description;
  }

  /** Returns the name that operators use: {@code fan-out}. It is also the end of the login's. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what the role does and which process has it, in a few words of Markdown. */
  public String description() {
    return description;
  }
}
