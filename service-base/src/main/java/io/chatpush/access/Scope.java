package io.chatpush.access;

import java.util.Locale;

/**
 * What an operator's access token may allow, by its claim {@code scope}. No scope includes another:
 * a token has each one that its holder needs, so that a token for administration does not read
 * people's messages by accident. Each request needs exactly one.
 */
public enum Scope {
  /** What became of a message, dead letters without their content, a user's devices. */
  READ,
  /** Redrives and discards of dead letters, and their jobs. */
  REDRIVE,
  /** The text of messages in dead letters, and addresses of devices. */
  CONTENT,
  /** Ends, erases and imports devices of any user. */
  ADMIN,
  /** Publishes chat events of an app over HTTP. */
  PUBLISH;

  /**
   * The word in the token: {@code chatpush.} and the name in lower case. Identity providers issue
   * one claim for all products, so the prefix keeps another product's {@code admin} from counting.
   */
  public String value() {
    return "chatpush." + name().toLowerCase(Locale.ROOT);
  }
}
