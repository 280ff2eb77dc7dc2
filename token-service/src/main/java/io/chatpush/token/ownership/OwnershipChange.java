package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.UserDevice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event changed about the registration of a user on a device.
 *
 * @param result which of the things that can happen
 * @param owner the registration of the event's user from now on; {@code null} if there is none
 * @param ended the other users whose registration on this device ends because it has the same
 *     address
 * @param rows what changes in {@code push.user-devices}
 * @param claims what the owners of addresses must hear
 */
record OwnershipChange(
    Result result,
    @Nullable DeviceOwner owner,
    List<String> ended,
    List<Row> rows,
    List<Claim> claims) {

  enum Result {
    /** Registered by its owner, for the first time or with something new. */
    OWNED,
    /** Registered by another user with the same address: the registration before ends. */
    MOVED,
    /**
     * Registered under a device id that another user has registered, too, but without that device's
     * address: both stay. An attempt to take over a device looks like this, and so does a device id
     * that a backup has copied to another phone.
     */
    SAME_ID,
    /**
     * Registered by its user with the address that it had before its present one. FCM does not give
     * an address back, so two phones of the user have the same device id and silence each other.
     */
    ALTERNATED,
    /** Registered as it stands. */
    SEEN,
    /** Its address was registered elsewhere, but it has told the same address again since. */
    RECLAIMED,
    /** Ended by its owner, or by an operator. */
    REMOVED,
    /** FCM no longer knows its address, or has called it invalid as often as the limit says. */
    RETIRED,
    /** FCM called its address invalid, not yet often enough: it stays. */
    REFUSED,
    /** Another device has its address. */
    DISPLACED,
    /** Its owner has too many devices. */
    EVICTED,
    /** It has not been heard of for too long. */
    UNSEEN,
    /** Removed by a user who has no registration on the device. */
    NOT_THE_OWNER,
    /**
     * Retired or refused, but it has another address by now, has told its address since, or is
     * gone.
     */
    OTHER_ADDRESS,
    /** Displaced or evicted, but it has registered again since, or is gone. */
    OTHER_REGISTRATION,
    /** A registration without what a device must have. */
    IMPOSSIBLE,
    /** Of a type that is younger than this code. */
    UNKNOWN_TYPE
  }

  /**
   * A row of {@code push.user-devices}.
   *
   * @param userId whose
   * @param device as it stands, or {@code null} if it is no longer the user's
   * @param reason why it is not, as {@link io.chatpush.schemas.UserDeviceHeaders#REASON} has it
   */
  record Row(String userId, @Nullable UserDevice device, @Nullable String reason) {}

  /**
   * @param addressKey of {@link AddressKeys}
   * @param claim what is claimed of it
   */
  record Claim(String addressKey, AddressClaim claim) {}

  /** Nothing changes. */
  static OwnershipChange unchanged(Result result, @Nullable DeviceOwner owner) {
    return new OwnershipChange(result, owner, List.of(), List.of(), List.of());
  }
}
