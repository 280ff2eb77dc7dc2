package io.chatpush.schemas;

import java.time.Duration;
import java.util.List;

/**
 * The retry topics, from the shortest wait to the longest. Each is for waits of about the same
 * length, so that its first record is about the first to be due. This is the only list of them: the
 * topics, the rights on them, the delays of delivery, the backlog that {@code why} searches and the
 * sources of a redrive follow from it. Tests hold the alert ChatpushRetryLag, the default number of
 * attempts and the documentation to it.
 *
 * <p>The nth failed attempt is followed by the wait of the nth tier at least, and each attempt
 * after the last tier by the wait of the last.
 */
public enum RetryTier {
  // FCM wants at least 10 s before any retry:
  // https://firebase.google.com/docs/cloud-messaging/scale-fcm
  AFTER_10S(Duration.ofSeconds(10)),
  AFTER_1M(Duration.ofMinutes(1)),
  AFTER_5M(Duration.ofMinutes(5)),
  AFTER_15M(Duration.ofMinutes(15));

  private static final List<RetryTier> ALL = List.of(values());

  private final Duration delay;
  private final String topic;

  RetryTier(Duration delay) {
    this.delay = delay;
    this.topic = "push.retry." + text(delay);
  }

  /** All tiers, from the shortest wait to the longest. */
  public static List<RetryTier> all() {
    return ALL;
  }

  /** The topics of all tiers. */
  public static List<String> topics() {
    return ALL.stream().map(RetryTier::topic).toList();
  }

  /** The tier of the longest wait. */
  public static RetryTier longest() {
    return ALL.getLast();
  }

  /** The tier whose wait follows the failed attempt of that number, from 1. */
  public static RetryTier afterAttempt(int attempt) {
    return ALL.get(Math.min(attempt, ALL.size()) - 1);
  }

  /** The tier for a wait without its jitter: the first whose delay is not shorter, or the last. */
  public static RetryTier ofWait(Duration wait) {
    for (RetryTier tier : ALL) {
      if (tier.delay.compareTo(wait) >= 0) {
        return tier;
      }
    }
    return longest();
  }

  /**
   * The tier of a topic.
   *
   * @throws IllegalArgumentException if it is not one of {@link #topics}
   */
  public static RetryTier ofTopic(String topic) {
    for (RetryTier tier : ALL) {
      if (tier.topic.equals(topic)) {
        return tier;
      }
    }
    throw new IllegalArgumentException(topic + " is not a retry topic");
  }

  /** The longest wait that the topic is for, before jitter is added. */
  public Duration delay() {
    return delay;
  }

  /** {@code push.retry.} and the delay. */
  public String topic() {
    return topic;
  }

  /** In the largest unit in which it is a whole number. */
  private static String text(Duration delay) {
    if (delay.toSecondsPart() > 0) {
      return delay.toSeconds() + "s";
    }
    return delay.toMinutesPart() > 0 ? delay.toMinutes() + "m" : delay.toHours() + "h";
  }
}
