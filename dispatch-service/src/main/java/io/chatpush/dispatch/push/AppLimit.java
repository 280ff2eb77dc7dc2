package io.chatpush.dispatch.push;

import java.time.Duration;

/**
 * What one app may cause in the whole deployment, so that the other apps get their share. Zero
 * means that there is no limit.
 *
 * @param eventsPerSecond chat events that pass the rules
 * @param recipientsPerSecond recipients of these events who are to be told
 * @param bytesPerSecond bytes of these events as Kafka keeps them
 * @param burst what an app has not used for this long it may use at once
 * @param hold the longest that a push is held back; one that would have to wait for longer is not
 *     sent
 */
public record AppLimit(
    long eventsPerSecond,
    long recipientsPerSecond,
    long bytesPerSecond,
    Duration burst,
    Duration hold) {

  /** No limit at all. */
  public static final AppLimit NONE = new AppLimit(0, 0, 0, Duration.ZERO, Duration.ZERO);

  public AppLimit {
    if (eventsPerSecond < 0
        || recipientsPerSecond < 0
        || bytesPerSecond < 0
        || burst.isNegative()
        || hold.isNegative()) {
      throw new IllegalArgumentException("a limit below zero");
    }
  }

  /** Whether the app may cause as much as it wants. */
  public boolean isNone() {
    return eventsPerSecond == 0 && recipientsPerSecond == 0 && bytesPerSecond == 0;
  }
}
