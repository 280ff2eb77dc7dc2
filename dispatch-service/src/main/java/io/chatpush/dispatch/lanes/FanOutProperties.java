package io.chatpush.dispatch.lanes;

import io.chatpush.schemas.access.GroupNames;
import io.chatpush.settings.DataSizeRange;
import io.chatpush.settings.DurationRange;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of fan-out and join.
 *
 * @param enabled whether this instance fans out and joins
 * @param applicationId name of the Kafka Streams application: its consumer group, and its state.
 *     That of the bulk lane is this with {@code -bulk}
 * @param threads stream threads; more than there are partitions are idle
 * @param bulkThreads stream threads of the bulk lane, each of which joins about 8,000 pushes a
 *     second, at a fifth of a core
 * @param bulkAbove audiences of more recipients, those excluded not counted, go through the bulk
 *     lane, but for those who are mentioned
 * @param defaultTimeToLive how long a push is worth sending where the event does not say, 28 days
 *     at most: FCM keeps nothing longer. An hour, because a chat push that comes later than that
 *     tells of a conversation that has gone on
 * @param commitInterval the longest that a processed event waits for its commit: what is redone
 *     after a crash
 * @param storeMemory native memory of the device stores of all partitions together: the more it is,
 *     the less often devices are read from disk. A device takes some 290 bytes there
 */
@ConfigurationProperties(value = "chatpush.fan-out", ignoreUnknownFields = false)
@Validated
record FanOutProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(GroupNames.FAN_OUT) String applicationId,
    @DefaultValue("2") @Min(1) int threads,
    @DefaultValue("1") @Min(1) int bulkThreads,
    @DefaultValue("100") @Min(0) int bulkAbove,
    @DefaultValue("1h") @DurationRange(moreThan = "0s", atMost = "28d") Duration defaultTimeToLive,
    @DefaultValue("100ms") @DurationRange(atLeast = "0s") Duration commitInterval,
    @DefaultValue("64MB") @DataSizeRange(atLeast = "8MB") DataSize storeMemory) {

  /** Returns the consumer groups. */
  FanOutGroup group() {
    return new FanOutGroup(applicationId);
  }
}
