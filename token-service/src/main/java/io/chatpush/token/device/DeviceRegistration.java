package io.chatpush.token.device;

import io.chatpush.events.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A user's wish to get the app's pushes on a device.
 *
 * @param app the app the device runs
 * @param user who is signed in
 * @param device which installation of the app
 * @param address where FCM reaches it
 * @param platform what kind of app instance, not UNKNOWN
 * @param locale the language it shows, if it said
 * @param timeZone where it is, if it said
 * @param appVersion of the app on it, if it said
 */
public record DeviceRegistration(
    AppId app,
    UserId user,
    DeviceId device,
    PushAddress address,
    Platform platform,
    @Nullable LanguageTag locale,
    @Nullable TimeZoneName timeZone,
    @Nullable AppVersion appVersion) {

  /**
   * Refuses a platform for which no push can be rendered.
   *
   * @throws IllegalArgumentException if the platform is UNKNOWN
   */
  public DeviceRegistration {
    if (platform == Platform.UNKNOWN) {
      throw new IllegalArgumentException("must have a known platform");
    }
  }
}
