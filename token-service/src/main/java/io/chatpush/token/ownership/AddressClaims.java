package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides which device of which user has an address, given which had it before. It has no side
 * effects.
 *
 * <p>Claims of different devices come from different partitions, in any order, so the last to
 * arrive need not be the last that was made: the claim that the broker took last stands, and what
 * is known of an address outlives the device that had it, so that an older claim which comes late
 * finds that it is. Claims of one user's device come in their order.
 */
final class AddressClaims {

  private AddressClaims() {}

  /**
   * @param claim the one that stands
   * @param loser the one that does not, if it was for a device that must hear of it
   */
  record Decision(AddressClaim claim, @Nullable AddressClaim loser) {

    /** What the loser's device must hear. */
    @Nullable DeviceTokenEvent displaced() {
      return loser == null
          ? null
          : DeviceTokenEvent.newBuilder()
              .setEventType(DeviceTokenEventType.DISPLACED)
              .setAppId(loser.getAppId())
              .setUserId(loser.getUserId())
              .setDeviceId(loser.getDeviceId())
              .setRegistration(loser.getRegistration())
              .setOccurredAt(Instant.ofEpochMilli(claim.getAt()))
              .setReason(claim.getHolds() ? "ADDRESS_MOVED" : "ADDRESS_REPLACED")
              .build();
    }
  }

  static Decision after(@Nullable AddressClaim current, AddressClaim claim) {
    if (current == null) {
      return new Decision(claim, null);
    }
    if (current.getDeviceId().equals(claim.getDeviceId())
        && current.getUserId().equals(claim.getUserId())) {
      return new Decision(
          claim.getRegistration() < current.getRegistration() ? current : claim, null);
    }
    return isLater(claim, current)
        ? new Decision(claim, current.getHolds() ? current : null)
        : new Decision(current, claim.getHolds() ? claim : null);
  }

  /**
   * Within the same millisecond, registrations with the same device id have the order of their
   * partition. Between different device ids, any order is right that does not depend on which claim
   * arrived first.
   */
  private static boolean isLater(AddressClaim claim, AddressClaim than) {
    if (claim.getAt() != than.getAt()) {
      return claim.getAt() > than.getAt();
    }
    return claim.getDeviceId().equals(than.getDeviceId())
        ? claim.getRegistration() > than.getRegistration()
        : claim.getDeviceId().compareTo(than.getDeviceId()) > 0;
  }
}
