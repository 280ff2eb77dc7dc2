package io.chatpush.token.kafka;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceChange.Removed;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;

/** Changes in the words of the contract. */
final class DeviceTokenEvents {

  private DeviceTokenEvents() {}

  static DeviceTokenEvent of(DeviceChange change) {
    DeviceTokenEvent.Builder event =
        DeviceTokenEvent.newBuilder()
            .setAppId(change.app().value())
            .setUserId(change.user().value())
            .setDeviceId(change.device().value())
            .setOccurredAt(change.occurredAt());
    return switch (change) {
      case Registered registered -> register(event, registered).build();
      case Removed removed ->
          event
              .setEventType(DeviceTokenEventType.REMOVED)
              .setReason(removed.reason().name())
              .build();
    };
  }

  private static DeviceTokenEvent.Builder register(
      DeviceTokenEvent.Builder event, Registered registered) {
    PushAddress previous = registered.previousAddress();
    var _ = describe(event, registered.registration()).setRegisteredAt(registered.registeredAt());
    return previous == null
        ? event.setEventType(DeviceTokenEventType.REGISTERED)
        : event
            .setEventType(DeviceTokenEventType.REFRESHED)
            .setPreviousAddressType(previous.type())
            .setPreviousAddressValue(previous.value());
  }

  private static DeviceTokenEvent.Builder describe(
      DeviceTokenEvent.Builder event, DeviceRegistration device) {
    LanguageTag locale = device.locale();
    TimeZoneName timeZone = device.timeZone();
    AppVersion appVersion = device.appVersion();
    return event
        .setAddressType(device.address().type())
        .setAddressValue(device.address().value())
        .setPlatform(device.platform())
        .setLocale(locale == null ? null : locale.value())
        .setTimeZone(timeZone == null ? null : timeZone.value())
        .setAppVersion(appVersion == null ? null : appVersion.value());
  }
}
