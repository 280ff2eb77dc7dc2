package io.chatpush.token.device;

import java.time.Instant;

/**
 * A push by which a user sees that a device gets any.
 *
 * @param app the app the device runs
 * @param user who is signed in
 * @param device the one device that gets it
 * @param messageId by which its outcome is known
 * @param sentAt when it was asked for
 */
public record TestPush(AppId app, UserId user, DeviceId device, String messageId, Instant sentAt) {}
