package io.chatpush.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules for several fields of a chat event together. Each returns a sentence that begins with
 * the name of a field and quotes no content, except numbers of times; {@code null} if the fields
 * keep the rule.
 */
public final class EventRules {

  /** A time of an event that is wrong. */
  public sealed interface TimeFault {

    /** Returns the sentence. */
    String detail();
  }

  /** {@code sent_at} is wrong. */
  public record SentAtFault(String detail) implements TimeFault {}

  /** {@code expires_at} is wrong. */
  public record ExpiresAtFault(String detail) implements TimeFault {}

  private EventRules() {}

  /** Rule for {@code sent_at} and {@code expires_at}. */
  public static @Nullable TimeFault times(
      Instant sentAt, @Nullable Instant expiresAt, Instant now) {
    Instant latest = now.plus(EventLimits.CLOCK_AHEAD);
    String fault = PlausibleTime.fault("sent_at", sentAt, latest);
    if (fault != null) {
      return new SentAtFault(fault);
    }
    if (expiresAt == null) {
      return null;
    }
    fault =
        PlausibleTime.fault("expires_at", expiresAt, latest.plus(EventLimits.LONGEST_TIME_TO_LIVE));
    if (fault != null) {
      return new ExpiresAtFault(fault);
    }
    return expiresAt.isBefore(sentAt)
            || expiresAt.isAfter(sentAt.plus(EventLimits.LONGEST_TIME_TO_LIVE))
        ? new ExpiresAtFault("expires_at is before sent_at or more than 28 days after it")
        : null;
  }

  /**
   * Rule for the lengths of {@code only_device_ids} and {@code recipients}.
   *
   * @param devices the number of devices
   * @param recipients the number of recipients
   */
  public static @Nullable String devices(int devices, int recipients) {
    if (devices > 0 && recipients != 1) {
      return "only_device_ids is for exactly one recipient, recipients has " + recipients;
    }
    return devices > EventLimits.MAX_DEVICES
        ? "only_device_ids has %d entries, at most %d are allowed"
            .formatted(devices, EventLimits.MAX_DEVICES)
        : null;
  }
}
