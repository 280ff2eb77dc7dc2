package io.chatpush.token.ownership;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Platform;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Device-token events of the app demo; {@code at} counts seconds. */
final class Events {

  private Events() {}

  static DeviceTokenEvent registered(String user, String device, String address, long at) {
    return event(DeviceTokenEventType.REGISTERED, user, device, address, at);
  }

  static DeviceTokenEvent refreshed(String user, String device, String address, long at) {
    return event(DeviceTokenEventType.REFRESHED, user, device, address, at);
  }

  static DeviceTokenEvent removed(String user, String device, long at) {
    return event(DeviceTokenEventType.REMOVED, user, device, null, at);
  }

  static DeviceTokenEvent retired(String user, String device, String address, long at) {
    return event(DeviceTokenEventType.RETIRED, user, device, address, at);
  }

  static DeviceTokenEvent refused(String user, String device, String address, long at) {
    return event(DeviceTokenEventType.ADDRESS_REFUSED, user, device, address, at);
  }

  static DeviceTokenEvent event(
      DeviceTokenEventType type, String user, String device, @Nullable String address, long at) {
    return DeviceTokenEvent.newBuilder()
        .setEventType(type)
        .setAppId("demo")
        .setUserId(user)
        .setDeviceId(device)
        .setAddressType(address == null ? AddressType.UNKNOWN : AddressType.TOKEN)
        .setAddressValue(address)
        .setPlatform(Platform.ANDROID)
        .setOccurredAt(second(at))
        .build();
  }

  static Instant second(long at) {
    return Instant.ofEpochSecond(at);
  }
}
