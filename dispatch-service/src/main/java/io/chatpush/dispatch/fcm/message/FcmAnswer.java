package io.chatpush.dispatch.fcm.message;

import org.jspecify.annotations.Nullable;

/**
 * FCM's HTTP response, as much of it as decides anything.
 *
 * @param status of HTTP
 * @param retryAfter the header of that name
 * @param body unchanged, empty if there was none
 */
public record FcmAnswer(int status, @Nullable String retryAfter, String body) {}
