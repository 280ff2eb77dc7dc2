package io.chatpush.token.ownership;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.UserId;
import io.chatpush.token.ownership.Ownership.Ended;
import io.chatpush.token.ownership.Ownership.Moved;
import io.chatpush.token.ownership.Ownership.Owned;
import io.chatpush.token.ownership.Ownership.Unchanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a device after an event, given who owned it before.
 *
 * <ul>
 *   <li>Whoever registered last owns the device; last is by the order of the topic, not by clocks,
 *       because several instances write it and their clocks differ.
 *   <li>Only the owner can remove it: a logout of A that arrives after B's login takes nothing from
 *       B.
 *   <li>FCM's word that an address is dead ends the device only if that is the address it still
 *       has, and if it did not tell us so itself after the failing send began.
 * </ul>
 */
final class DeviceOwnership {

  private DeviceOwnership() {}

  /**
   * Decides; does nothing.
   *
   * @param current the device as it stands, or {@code null} if nobody owns it
   * @param event what happened to it
   */
  static Ownership after(@Nullable UserDevice current, DeviceTokenEvent event) {
    return switch (event.getEventType()) {
      case REGISTERED, REFRESHED -> register(current, event);
      case REMOVED -> remove(current, event);
      case RETIRED -> retire(current, event);
      case UNKNOWN -> new Unchanged(Unchanged.Reason.UNKNOWN_TYPE);
    };
  }

  private static Ownership register(@Nullable UserDevice current, DeviceTokenEvent event) {
    if (!isPossible(event)) {
      return new Unchanged(Unchanged.Reason.IMPOSSIBLE);
    }
    if (current == null) {
      return new Owned(device(event, event.getOccurredAt()));
    }
    if (current.getUserId().equals(event.getUserId())) {
      return new Owned(device(event, current.getRegisteredAt()));
    }
    return new Moved(current, device(event, event.getOccurredAt()));
  }

  private static Ownership remove(@Nullable UserDevice current, DeviceTokenEvent event) {
    return current != null && current.getUserId().equals(event.getUserId())
        ? new Ended(current, Ended.Reason.REMOVED)
        : new Unchanged(Unchanged.Reason.NOT_THE_OWNER);
  }

  private static Ownership retire(@Nullable UserDevice current, DeviceTokenEvent event) {
    return current != null
            && current.getAddressType() == event.getAddressType()
            && current.getAddressValue().equals(event.getAddressValue())
            && !current.getRefreshedAt().isAfter(event.getOccurredAt())
        ? new Ended(current, Ended.Reason.RETIRED)
        : new Unchanged(Unchanged.Reason.OTHER_ADDRESS);
  }

  /** Others write the topic too, so what the HTTP edge would have refused is refused here again. */
  private static boolean isPossible(DeviceTokenEvent event) {
    PushAddress.Type type =
        switch (event.getAddressType()) {
          case TOKEN -> PushAddress.Type.TOKEN;
          case FID -> PushAddress.Type.FID;
          case UNKNOWN -> null;
        };
    String address = event.getAddressValue();
    if (type == null || address == null) {
      return false;
    }
    try {
      var _ = new AppId(event.getAppId());
      var _ = new UserId(event.getUserId());
      var _ = new DeviceId(event.getDeviceId());
      var _ = new PushAddress(type, address);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static UserDevice device(DeviceTokenEvent event, Instant registeredAt) {
    return UserDevice.newBuilder()
        .setAppId(event.getAppId())
        .setUserId(event.getUserId())
        .setDeviceId(event.getDeviceId())
        .setAddressType(event.getAddressType())
        .setAddressValue(event.getAddressValue())
        .setPlatform(event.getPlatform())
        .setLocale(event.getLocale())
        .setTimeZone(event.getTimeZone())
        .setAppVersion(event.getAppVersion())
        .setRegisteredAt(registeredAt)
        .setRefreshedAt(event.getOccurredAt())
        .build();
  }
}
