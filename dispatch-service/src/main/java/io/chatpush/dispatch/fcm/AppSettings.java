package io.chatpush.dispatch.fcm;

import org.jspecify.annotations.Nullable;

/**
 * {@code chatpush.apps.<app-id>}: one app and its Firebase project. In YAML an app id with
 * characters other than letters, digits and {@code -} is written {@code "[com.example]"}.
 *
 * @param projectId {@code project-id}, required: the Firebase project
 * @param credentials {@code credentials}, required: path of the service account's JSON key file
 */
record AppSettings(@Nullable String projectId, @Nullable String credentials) {}
