package io.chatpush.token.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may be done with a device. */
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
   * @param previousAddress which the new one replaces, where the app said so: whatever device has
   *     it ends
   * @param registeredAt when the user first registered on the device, where an import knows; else
   *     the first registration is
   * @param occurredAt when the device told its address: when the service took the request, or
   *     earlier where an import knows
   */
  record Registered(
      DeviceRegistration registration,
      @Nullable PushAddress previousAddress,
      @Nullable Instant registeredAt,
      Instant occurredAt)
      implements DeviceChange {

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
   * @param reason on whose word
   * @param occurredAt when the service took the request
   */
  record Removed(AppId app, UserId user, DeviceId device, Reason reason, Instant occurredAt)
      implements DeviceChange {

    /** On whose word a device is removed. */
    public enum Reason {
      /** The user's. */
      REMOVED,
      /** An operator's, who erases the user. */
      ERASED
    }
  }
}
