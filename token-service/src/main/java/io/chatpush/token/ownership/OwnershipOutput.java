package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.UserDevice;
import org.jspecify.annotations.Nullable;

/** What the owner of a device passes on. */
sealed interface OwnershipOutput {

  /**
   * To {@code push.user-devices}.
   *
   * @param device as it stands; {@code null} for a tombstone
   */
  record Device(@Nullable UserDevice device) implements OwnershipOutput {}

  /**
   * To whoever keeps who has an address.
   *
   * @param claim of the address that the key names
   */
  record Address(AddressClaim claim) implements OwnershipOutput {}
}
