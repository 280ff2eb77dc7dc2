package io.chatpush.cli.service;

/**
 * The scopes that the services know, as their class {@code io.chatpush.access.Scope} has them: the
 * commands ask for the one that they need. None includes another.
 */
public final class OperatorScopes {

  /** What became of a message, dead letters without their content, a user's devices. */
  public static final String READ = "chatpush.read";

  /** Redrives and discards of dead letters, and their jobs. */
  public static final String REDRIVE = "chatpush.redrive";

  /** The text of messages in dead letters, and addresses of devices. */
  public static final String CONTENT = "chatpush.content";

  /** Ends, erases and imports devices of any user. */
  public static final String ADMIN = "chatpush.admin";

  /** Publishes chat events of an app over HTTP. */
  public static final String PUBLISH = "chatpush.publish";

  private OperatorScopes() {}
}
