package io.chatpush.dispatch.delivery;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.settings.DurationRange;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of delivery.
 *
 * @param enabled whether this instance delivers
 * @param groupId consumer group of {@code push.requests}; the bulk lane's is this with {@code
 *     -bulk}, the retry relay's with {@code -retry}
 * @param consumers consumers of this instance for each lane; more than there are partitions are
 *     idle
 * @param partitionLimit requests of one partition, or retries of one, at work or in line before it
 *     is paused: some 2 KB each, and a poll may add 250, so 8 MB for 8 partitions of a lane, and as
 *     much for 8 of each retry topic. More than FCM can be asked at once only feeds the collector
 * @param rememberedRequests requests of a partition whose repeats are recognised, so that what
 *     fan-out does again after a crash is not sent again; also re-read when a partition is taken
 *     over
 * @param commitInterval the longest that a finished request waits for its commit
 * @param drainTimeout how long a stop waits for FCM's answers; longer than the send timeout, or
 *     answers are lost
 * @param retry when a push is tried again
 */
@ConfigurationProperties(value = "chatpush.delivery", ignoreUnknownFields = false)
@Validated
record DeliveryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(GroupNames.DELIVERY) String groupId,
    @DefaultValue("1") @Min(1) int consumers,
    @DefaultValue("250") @Min(1) int partitionLimit,
    @DefaultValue("10000") @Min(0) int rememberedRequests,
    @DefaultValue("200ms") @DurationRange(moreThan = "0s") Duration commitInterval,
    @DefaultValue("15s") @DurationRange(moreThan = "0s") Duration drainTimeout,
    @DefaultValue @Valid Retry retry) {

  /** The groups of all consumers. */
  DeliveryGroups groups() {
    return new DeliveryGroups(
        groupId, groupId + GroupNames.BULK_SUFFIX, groupId + GroupNames.RETRY_SUFFIX);
  }

  /**
   * When a push is tried again: after the delays of {@link RetryTier}, or later where FCM asks for
   * it.
   *
   * @param attempts sends in all before the push is dead-lettered; by default the first, and one
   *     after each tier
   * @param quotaDelay at least this after a 429 that names no time; FCM wants 60 s
   * @param jitter up to this part of the delay is added, so that what failed together does not come
   *     back together; the alert ChatpushRetryLag expects the default
   * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: scale</a>
   */
  record Retry(
      @DefaultValue("5") @Min(1) int attempts,
      @DefaultValue("60s") @DurationRange(atLeast = "0s") Duration quotaDelay,
      @DefaultValue("0.2") @DecimalMin("0") @DecimalMax("1") double jitter) {}
}
