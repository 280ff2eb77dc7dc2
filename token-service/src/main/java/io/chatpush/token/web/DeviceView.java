package io.chatpush.token.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.TimeZoneName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device as this API shows it.
 *
 * @param userId whose; only in exports
 * @param address masked, but in exports
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeviceView(
    @JsonProperty("user_id") @Nullable String userId,
    @JsonProperty("device_id") String deviceId,
    Address address,
    String platform,
    @Nullable String locale,
    @JsonProperty("time_zone") @Nullable String timeZone,
    @JsonProperty("app_version") @Nullable String appVersion,
    @JsonProperty("registered_at") String registeredAt,
    @JsonProperty("refreshed_at") String refreshedAt) {

  /**
   * @param type TOKEN or FID
   * @param value itself, or its last characters
   */
  record Address(String type, String value) {}

  /** The devices of a user. */
  record Devices(List<DeviceView> devices) {

    static Devices of(List<RegisteredDevice> devices) {
      return new Devices(devices.stream().map(DeviceView::masked).toList());
    }
  }

  static DeviceView masked(RegisteredDevice device) {
    return of(device, null, device.registration().address().masked());
  }

  static DeviceView exported(RegisteredDevice device) {
    return of(
        device, device.registration().user().value(), device.registration().address().value());
  }

  private static DeviceView of(RegisteredDevice device, @Nullable String user, String address) {
    DeviceRegistration registration = device.registration();
    LanguageTag locale = registration.locale();
    TimeZoneName timeZone = registration.timeZone();
    AppVersion appVersion = registration.appVersion();
    return new DeviceView(
        user,
        registration.device().value(),
        new Address(registration.address().type().name(), address),
        registration.platform().name(),
        locale == null ? null : locale.value(),
        timeZone == null ? null : timeZone.value(),
        appVersion == null ? null : appVersion.value(),
        device.registeredAt().toString(),
        device.refreshedAt().toString());
  }
}
