package io.chatpush.token.device;

import java.time.Instant;

/** What a user may do with a device. */
public sealed interface DeviceChange {

  AppId app();

  UserId user();

  DeviceId device();

  /** When the service took the request. */
  Instant occurredAt();

  /**
   * The device is the user's from now on, whoever had it before.
   *
   * @param registration the device as it stands
   * @param occurredAt when the service took the request
   */
  record Registered(DeviceRegistration registration, Instant occurredAt) implements DeviceChange {

    @Override
    public AppId app() {
      return registration.app();
    }

    @Override
    public UserId user() {
      return registration.user();
    }

    @Override
    public DeviceId device() {
      return registration.device();
    }
  }

  /**
   * The user gets no more pushes on the device; nothing happens if somebody else has it by now.
   *
   * @param app the app the device runs
   * @param user who removes it
   * @param device which installation of the app
   * @param occurredAt when the service took the request
   */
  record Removed(AppId app, UserId user, DeviceId device, Instant occurredAt)
      implements DeviceChange {}
}
