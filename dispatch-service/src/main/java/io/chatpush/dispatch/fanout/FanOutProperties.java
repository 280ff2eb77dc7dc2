package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.startup.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of fan-out and join.
 *
 * @param enabled whether this instance has the role
 * @param applicationId of the Kafka Streams application: its consumer group, and the name of its
 *     state
 * @param threads stream threads; more than there are partitions are idle
 * @param bulkAbove audiences of more recipients, those excluded not counted, go through the bulk
 *     lane, but for those who are mentioned
 * @param defaultTimeToLive how long a push is worth sending where the event does not say; an hour,
 *     because a chat push that comes later than that tells of a conversation that has gone on
 * @param commitInterval the longest that a processed event waits for its commit: what is redone
 *     after a crash
 * @param storeMemory native memory of the device stores of all partitions together: what is read
 *     from disk less often the more it is. A device takes some 290 bytes
 */
@ConfigurationProperties(value = "chatpush.fan-out", ignoreUnknownFields = false)
record FanOutProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("chatpush-fan-out") String applicationId,
    @DefaultValue("2") int threads,
    @DefaultValue("100") int bulkAbove,
    @DefaultValue("1h") Duration defaultTimeToLive,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("64MB") DataSize storeMemory) {

  private static final DataSize LEAST_STORE_MEMORY = DataSize.ofMegabytes(8);

  FanOutProperties {
    if (bulkAbove < 0) {
      throw new InvalidSettingException(
          "chatpush.fan-out.bulk-above is " + bulkAbove + ", it must be at least 0.");
    }
    if (storeMemory.compareTo(LEAST_STORE_MEMORY) < 0) {
      throw new InvalidSettingException(
          "chatpush.fan-out.store-memory",
          "is " + storeMemory + ", it must be at least " + LEAST_STORE_MEMORY);
    }
  }
}
