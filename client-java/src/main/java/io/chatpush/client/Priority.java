package io.chatpush.client;

/** The priority with which FCM delivers a push. */
public enum Priority {
  /** The push may wait until the device is used. */
  NORMAL,
  /** The push is shown at once. */
  HIGH
}
