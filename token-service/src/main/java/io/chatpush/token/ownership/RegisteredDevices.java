package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code push.user-devices}. */
final class RegisteredDevices {

  private RegisteredDevices() {}

  /** The device, or {@code null} where others wrote an event that the HTTP edge would refuse. */
  static @Nullable RegisteredDevice of(UserDevice row) {
    try {
      return new RegisteredDevice(
          new DeviceRegistration(
              new AppId(row.getAppId()),
              new UserId(row.getUserId()),
              new DeviceId(row.getDeviceId()),
              new PushAddress(row.getAddressType(), row.getAddressValue()),
              row.getPlatform(),
              optional(row.getLocale(), LanguageTag::nearest),
              optional(row.getTimeZone(), TimeZoneName::nearest),
              optional(row.getAppVersion(), AppVersion::nearest)),
          row.getRegisteredAt(),
          row.getRefreshedAt());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static <T> @Nullable T optional(
      @Nullable String value, Function<String, @Nullable T> nearest) {
    return value == null ? null : nearest.apply(value);
  }
}
