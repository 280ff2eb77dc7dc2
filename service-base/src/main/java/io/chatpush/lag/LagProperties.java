package io.chatpush.lag;

import io.chatpush.schemas.access.GroupNames;
import io.chatpush.settings.DurationRange;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the meters of lag, the same in every service that exports them.
 *
 * @param enabled whether this instance exports the lag of the groups. Every instance of both
 *     services may; that one does is enough. Without it, each service still reads the lag of its
 *     own groups, which its supervision needs
 * @param interval how often the broker is asked, after 30 s at the latest: three requests, and more
 *     for records of partitions that were not caught up with since the last time, and for the
 *     beginnings of those in which a group of the service has never committed
 * @param groups whose lag is exported: a closed set. Name here what is named otherwise in {@code
 *     chatpush.fan-out.application-id}, {@code chatpush.delivery.group-id} and {@code
 *     spring.kafka.streams.application-id}
 * @param perPartition whether every partition has its own series; without, a topic has one, with
 *     the sum of the records and the most seconds. 256 partitions are some 3,000 series an instance
 */
@ConfigurationProperties(prefix = "chatpush.lag", ignoreUnknownFields = false)
@Validated
public record LagProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10s") @DurationRange(atLeast = "1s") Duration interval,
    @DefaultValue({
          GroupNames.FAN_OUT,
          GroupNames.FAN_OUT + GroupNames.BULK_SUFFIX,
          GroupNames.DELIVERY,
          GroupNames.DELIVERY + GroupNames.BULK_SUFFIX,
          GroupNames.DELIVERY + GroupNames.RETRY_SUFFIX,
          GroupNames.OWNERSHIP
        })
        List<String> groups,
    @DefaultValue("false") boolean perPartition) {

  public LagProperties {
    groups = List.copyOf(groups);
  }
}
