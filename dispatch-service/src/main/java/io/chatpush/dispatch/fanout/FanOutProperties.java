package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.push.PushRules;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

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
record FanOutProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(GroupNames.FAN_OUT) String applicationId,
    @DefaultValue("2") int threads,
    @DefaultValue("1") int bulkThreads,
    @DefaultValue("100") int bulkAbove,
    @DefaultValue("1h") Duration defaultTimeToLive,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("64MB") DataSize storeMemory) {

  private static final DataSize LEAST_STORE_MEMORY = DataSize.ofMegabytes(8);

  FanOutProperties {
    check(threads >= 1, "threads", threads, "at least 1");
    check(bulkThreads >= 1, "bulk-threads", bulkThreads, "at least 1");
    check(bulkAbove >= 0, "bulk-above", bulkAbove, "at least 0");
    check(
        defaultTimeToLive.isPositive()
            && defaultTimeToLive.compareTo(PushRules.LONGEST_TIME_TO_LIVE) <= 0,
        "default-time-to-live",
        defaultTimeToLive,
        "longer than zero and at most " + PushRules.LONGEST_TIME_TO_LIVE);
    check(!commitInterval.isNegative(), "commit-interval", commitInterval, "zero or longer");
    check(
        storeMemory.compareTo(LEAST_STORE_MEMORY) >= 0,
        "store-memory",
        storeMemory,
        "at least " + LEAST_STORE_MEMORY);
  }

  /** Returns the consumer groups. */
  FanOutGroup group() {
    return new FanOutGroup(applicationId);
  }

  private static void check(boolean holds, String name, Object value, String wanted) {
    if (!holds) {
      throw new InvalidSettingException(
          "chatpush.fan-out." + name, "is " + value + ", it must be " + wanted);
    }
  }
}
