package io.chatpush.dispatch.pacing;

/** A push that waits for its turn. */
public interface Sending {

  /** The app whose push it is: apps that share a project take turns. */
  String appId();

  /**
   * Asked when its turn has come, before anything is spent on it.
   *
   * @return false if there is nothing to send any more; it is then forgotten here
   */
  boolean isWanted();

  /** Begins the send, without blocking; {@link Turn} must be told how it ended, once. */
  void begin(Turn turn);
}
