package io.chatpush.dispatch.push;

/** Knows which apps this installation serves. Thread-safe. */
public interface AppDirectory {

  /** Whether pushes of that app can be sent. */
  boolean knows(String appId);
}
