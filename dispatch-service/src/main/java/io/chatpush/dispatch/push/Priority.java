package io.chatpush.dispatch.push;

/**
 * How urgently FCM hands a push to the device.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/android/message-priority">FCM:
 *     message priority</a>
 */
public enum Priority {
  /** When convenient for the device. */
  NORMAL,
  /** At once, waking a sleeping device; must end in something the user sees. */
  HIGH
}
