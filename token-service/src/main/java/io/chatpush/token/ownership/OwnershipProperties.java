package io.chatpush.token.ownership;

import io.chatpush.settings.DataSizeRange;
import io.chatpush.settings.DurationRange;
import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.apache.kafka.common.utils.Utils;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long a device lives, and with how many others.
 *
 * @param devicesPerUser how many devices a user may have; of one more, the one not heard of for
 *     longest ends within some 10 s
 * @param staleAfter when a device that was not heard of counts as stale, shorter than {@code
 *     retire-after}; FCM calls it so after 30 days
 * @param retireAfter when it ends, longer than {@code stale-after}; FCM itself gives up Android's
 *     that were not connected for 270 days
 * @param invalidAddressLimit how often FCM must call the address of a device invalid until the
 *     device ends: {@code 1} is the first time, {@code 0} never
 * @param invalidAddressInterval how long after a counted refusal of the address the next one counts
 *     again, so that several pushes at once, a repeat after a crash or a short fault of FCM count
 *     as one. FCM's own advice regards an error that lasts for an hour as more than temporary
 * @param storeMemory native memory of the stores of all partitions together: what is read again and
 *     again, and what waits to be written
 * @param instanceAddress {@code host:port} at which the other instances reach this one, to pass on
 *     questions about users whose devices it has; where its server listens if absent
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/manage-tokens">FCM on stale
 *     tokens</a>
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM on errors that
 *     last</a>
 */
@ConfigurationProperties(prefix = "chatpush.ownership", ignoreUnknownFields = false)
@Validated
record OwnershipProperties(
    @DefaultValue("25") @Range(min = 1, max = 1_000) int devicesPerUser,
    @DefaultValue("30d") @DurationRange(moreThan = "0s") Duration staleAfter,
    @DefaultValue("270d") @DurationRange(moreThan = "0s") Duration retireAfter,
    @DefaultValue("2") @Range(min = 0, max = 100) int invalidAddressLimit,
    @DefaultValue("1h") @DurationRange(moreThan = "0s", lessThan = "30d")
        Duration invalidAddressInterval,
    @DefaultValue("64MB") @DataSizeRange(atLeast = "16MB") DataSize storeMemory,
    @Nullable String instanceAddress) {

  OwnershipProperties {
    if (retireAfter.compareTo(staleAfter) <= 0) {
      throw new InvalidSettingException(
          "chatpush.ownership.retire-after is %s, which is not longer than stale-after, %s."
              .formatted(retireAfter, staleAfter));
    }
    if (instanceAddress != null && !isAddress(instanceAddress)) {
      throw new InvalidSettingException(
          "chatpush.ownership.instance-address is \"" + instanceAddress + "\", not host:port.");
    }
  }

  RefusalLimit refusalLimit() {
    return new RefusalLimit(invalidAddressLimit, invalidAddressInterval);
  }

  private static boolean isAddress(String text) {
    return Utils.getHost(text) != null && Utils.getPort(text) != null;
  }
}
