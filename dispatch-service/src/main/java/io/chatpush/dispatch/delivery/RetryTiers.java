package io.chatpush.dispatch.delivery;

import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.List;

/**
 * The retry topics: each for waits of about the same length, so that what stands first in it is
 * about the first to be due.
 */
final class RetryTiers {

  /** From the shortest wait to the longest. */
  static final List<String> TOPICS =
      List.of(
          Topics.PUSH_RETRY_10S, Topics.PUSH_RETRY_1M, Topics.PUSH_RETRY_5M, Topics.PUSH_RETRY_15M);

  private final List<Duration> delays;
  private final double jitter;

  RetryTiers(DeliveryProperties.Retry settings) {
    delays = settings.delays();
    jitter = settings.jitter();
  }

  /** The topic for a wait without its jitter: the first whose delay is not shorter, or the last. */
  String topicFor(Duration wait) {
    for (int tier = 0; tier < delays.size(); tier++) {
      if (delays.get(tier).compareTo(wait) >= 0) {
        return TOPICS.get(tier);
      }
    }
    return TOPICS.getLast();
  }

  /** Whether something that is due so late is kept at hand by the reader of the topic. */
  boolean holds(String topic, Duration wait) {
    return wait.compareTo(withJitter(delays.get(TOPICS.indexOf(topic)))) <= 0;
  }

  /** The wait that the last topic is for. */
  Duration longest() {
    return delays.getLast();
  }

  /** The topic for what is due so late that the one in which it was does not hold it. */
  String topicForRest(Duration wait) {
    return topicFor(Duration.ofMillis((long) (wait.toMillis() / (1 + jitter))));
  }

  private Duration withJitter(Duration delay) {
    return Duration.ofMillis((long) Math.ceil(delay.toMillis() * (1 + jitter)));
  }
}
