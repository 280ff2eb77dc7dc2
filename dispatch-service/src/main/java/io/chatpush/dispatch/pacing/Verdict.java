package io.chatpush.dispatch.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a send tells about its project; nothing about the push. */
public sealed interface Verdict {

  /** The one {@link Healthy}. */
  Verdict HEALTHY = new Healthy();

  /** The project's sends are worked on, whatever was said of this one. */
  record Healthy() implements Verdict {}

  /**
   * This one was not worked on; if most are not, the project is in trouble.
   *
   * @param code why, of a closed set: it is logged
   * @param throttled whether it was refused because there are too many
   * @param retryAfter how long FCM asked to wait, {@code null} if it did not
   */
  record Failing(String code, boolean throttled, @Nullable Duration retryAfter)
      implements Verdict {}

  /**
   * It did not even get to FCM, or not past the door: no connection, no credentials. Two in a row
   * are enough.
   *
   * @param code why, of a closed set: it is logged
   */
  record Unreachable(String code) implements Verdict {}
}
