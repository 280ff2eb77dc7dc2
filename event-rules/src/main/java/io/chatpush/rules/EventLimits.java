package io.chatpush.rules;

import java.time.Duration;

/** The longest lists and times that a chat event can have. */
public final class EventLimits {

  /**
   * The largest number of recipients. A larger audience is several events: one event stays a small
   * record, and no partition waits long for one.
   */
  public static final int MAX_RECIPIENTS = 1_000;

  /** The largest number of devices of {@code only_device_ids}; a user can have no more. */
  public static final int MAX_DEVICES = 25;

  /**
   * The longest that FCM keeps a push for a device that it cannot reach, so the longest time from
   * {@code sent_at} to {@code expires_at}.
   *
   * @see <a
   *     href="https://firebase.google.com/docs/cloud-messaging/customize-messages/setting-message-lifespan">FCM:
   *     lifespan</a>
   */
  public static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(28);

  /** A chat system's clock may be ahead by this much, as with a wrong time zone. */
  public static final Duration CLOCK_AHEAD = Duration.ofDays(1);

  /**
   * The largest event, in bytes of JSON. An event with 1,000 recipients whose ids are UUIDs has 40
   * KB. The Avro form is smaller, and so is each command that fan-out makes of it, with a reserve
   * of half of the megabyte that Kafka's producers and topics accept by default.
   */
  public static final int MAX_JSON_BYTES = 512 * 1024;

  private EventLimits() {}
}
