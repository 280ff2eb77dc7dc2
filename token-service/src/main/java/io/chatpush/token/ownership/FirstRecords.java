package io.chatpush.token.ownership;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import java.time.Instant;

/** Records that are serialized once at the start and never written. */
final class FirstRecords {

  static final DeviceTokenEvent EVENT =
      DeviceTokenEvent.newBuilder()
          .setEventType(DeviceTokenEventType.REMOVED)
          .setAppId("-")
          .setUserId("-")
          .setDeviceId("-")
          .setOccurredAt(Instant.EPOCH)
          .build();

  static final UserDevice DEVICE =
      UserDevice.newBuilder()
          .setAppId("-")
          .setUserId("-")
          .setDeviceId("-")
          .setAddressType(AddressType.TOKEN)
          .setAddressValue("-")
          .setPlatform(Platform.WEB)
          .setRegisteredAt(Instant.EPOCH)
          .setRefreshedAt(Instant.EPOCH)
          .build();

  private FirstRecords() {}
}
