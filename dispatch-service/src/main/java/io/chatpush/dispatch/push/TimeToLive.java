package io.chatpush.dispatch.push;

import java.time.Duration;

/** How long FCM keeps a push for a device that it cannot reach. */
public final class TimeToLive {

  /**
   * The longest that FCM takes.
   *
   * @see <a
   *     href="https://firebase.google.com/docs/cloud-messaging/customize-messages/setting-message-lifespan">FCM:
   *     lifespan</a>
   */
  public static final Duration MAXIMUM = Duration.ofDays(28);

  private TimeToLive() {}
}
