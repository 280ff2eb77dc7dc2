package io.chatpush.dispatch.fcm;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer, as much of it as decides anything.
 *
 * @param retryAfter the header of that name
 * @param body as it came, empty if there was none
 */
record FcmAnswer(int status, @Nullable String retryAfter, String body) {}
