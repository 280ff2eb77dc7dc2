package io.chatpush.dispatch.delivery;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of delivery.
 *
 * @param enabled whether this instance delivers
 * @param groupId consumer group of {@code push.requests}; the bulk lane's is this with {@code
 *     -bulk}, the retry relay's with {@code -retry}
 * @param consumers consumers of this instance for each lane; more than there are partitions are
 *     idle
 * @param partitionLimit requests of one partition, or retries of one, at work or in line before it
 *     is paused: some 2 KB each, and a poll may add 250, so 8 MB for a lane of 8 partitions, 32 MB
 *     for the retries of an instance that has all. More than FCM can be asked at once only feeds
 *     the collector
 * @param rememberedRequests requests of a partition whose repeats are recognised, so that what
 *     fan-out does again after a crash is not sent again; also re-read when a partition is taken
 *     over
 * @param commitInterval the longest that a finished request waits for its commit
 * @param drainTimeout how long a stop waits for FCM's answers; longer than the send timeout, or
 *     answers are lost
 * @param retry when a push is tried again
 */
@ConfigurationProperties(value = "chatpush.delivery", ignoreUnknownFields = false)
record DeliveryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(GroupNames.DELIVERY) String groupId,
    @DefaultValue("1") int consumers,
    @DefaultValue("250") int partitionLimit,
    @DefaultValue("10000") int rememberedRequests,
    @DefaultValue("200ms") Duration commitInterval,
    @DefaultValue("15s") Duration drainTimeout,
    @DefaultValue Retry retry) {

  DeliveryProperties {
    atLeastOne("consumers", consumers);
    atLeastOne("partition-limit", partitionLimit);
    check(rememberedRequests >= 0, "remembered-requests", rememberedRequests, "at least 0");
    check(commitInterval.isPositive(), "commit-interval", commitInterval, "more than zero");
    check(drainTimeout.isPositive(), "drain-timeout", drainTimeout, "more than zero");
  }

  /** The groups of all consumers. */
  DeliveryGroups groups() {
    return new DeliveryGroups(
        groupId, groupId + GroupNames.BULK_SUFFIX, groupId + GroupNames.RETRY_SUFFIX);
  }

  private static void atLeastOne(String name, int value) {
    check(value >= 1, name, value, "at least 1");
  }

  private static void check(boolean holds, String name, Object value, String wanted) {
    if (!holds) {
      throw new InvalidSettingException(
          "chatpush.delivery." + name, "is " + value + ", it must be " + wanted);
    }
  }

  /**
   * When a push is tried again: after the delays of {@link RetryTier}, or later where FCM asks for
   * it.
   *
   * @param attempts sends in all before the push is dead-lettered
   * @param quotaDelay at least this after a 429 that names no time; FCM wants 60 s
   * @param jitter up to this part of the delay is added, so that what failed together does not come
   *     back together; the alert ChatpushRetryLag expects the default
   * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: scale</a>
   */
  record Retry(
      @DefaultValue("5") int attempts,
      @DefaultValue("60s") Duration quotaDelay,
      @DefaultValue("0.2") double jitter) {

    Retry {
      atLeastOne("retry.attempts", attempts);
      check(!quotaDelay.isNegative(), "retry.quota-delay", quotaDelay, "zero or more");
      check(jitter >= 0 && jitter <= 1, "retry.jitter", jitter, "0 to 1");
    }
  }
}
