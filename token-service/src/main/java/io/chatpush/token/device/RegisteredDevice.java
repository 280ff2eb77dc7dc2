package io.chatpush.token.device;

import java.time.Instant;

/**
 * A device that gets pushes, as it stands.
 *
 * @param registration what it said of itself
 * @param registeredAt when its user first registered on it
 * @param refreshedAt when it last told its address, to within a day
 */
public record RegisteredDevice(
    DeviceRegistration registration, Instant registeredAt, Instant refreshedAt) {}
