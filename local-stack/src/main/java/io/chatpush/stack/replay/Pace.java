package io.chatpush.stack.replay;

import java.time.Duration;

/** When each message of a log is sent. */
public sealed interface Pace {

  /**
   * How long after the start a message is due.
   *
   * @param index of the message, from 0
   * @param at when it was said, since the first
   */
  Duration due(long index, Duration at);

  /**
   * Evenly, whatever the log says.
   *
   * @param perSecond messages, more than 0
   */
  record Rate(double perSecond) implements Pace {
    @Override
    public Duration due(long index, Duration at) {
      return Duration.ofNanos((long) (index / perSecond * 1e9));
    }
  }

  /**
   * As in the log, faster or slower.
   *
   * @param factor 60 makes a minute of the log a second
   */
  record Speed(double factor) implements Pace {
    @Override
    public Duration due(long index, Duration at) {
      return Duration.ofNanos((long) (at.toNanos() / factor));
    }
  }
}
