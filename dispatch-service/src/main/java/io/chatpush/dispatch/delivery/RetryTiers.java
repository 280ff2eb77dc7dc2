package io.chatpush.dispatch.delivery;

import io.chatpush.schemas.RetryTier;
import java.time.Duration;

/** Which retry topic a wait belongs to. Immutable. */
final class RetryTiers {

  private final double jitter;

  /**
   * @param jitter the part of a wait that may be added to it, from 0 to 1
   */
  RetryTiers(double jitter) {
    this.jitter = jitter;
  }

  /** The wait after the failed attempt of that number, from 1. */
  static Duration delayAfter(int attempt) {
    return RetryTier.all().get(Math.min(attempt, RetryTier.all().size()) - 1).delay();
  }

  /** The topic for a wait without its jitter: the first whose delay is not shorter, or the last. */
  static String topicFor(Duration wait) {
    for (RetryTier tier : RetryTier.all()) {
      if (tier.delay().compareTo(wait) >= 0) {
        return tier.topic();
      }
    }
    return RetryTier.all().getLast().topic();
  }

  /** The wait that the last topic is for. */
  static Duration longest() {
    return RetryTier.all().getLast().delay();
  }

  /** Whether something that is due so late is kept at hand by the reader of the topic. */
  boolean holds(String topic, Duration wait) {
    return wait.compareTo(withJitter(tier(topic).delay())) <= 0;
  }

  /** The topic for what is due so late that the one in which it was does not hold it. */
  String topicForRest(Duration wait) {
    return topicFor(Duration.ofMillis((long) (wait.toMillis() / (1 + jitter))));
  }

  private static RetryTier tier(String topic) {
    for (RetryTier tier : RetryTier.all()) {
      if (tier.topic().equals(topic)) {
        return tier;
      }
    }
    throw new IllegalArgumentException(topic + " is not a retry topic");
  }

  private Duration withJitter(Duration delay) {
    return Duration.ofMillis((long) Math.ceil(delay.toMillis() * (1 + jitter)));
  }
}
