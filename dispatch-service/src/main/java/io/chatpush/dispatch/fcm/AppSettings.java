package io.chatpush.dispatch.fcm;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code chatpush.apps.<app-id>}: one app and its Firebase project. In YAML an app id with
 * characters other than letters, digits and {@code -} is written {@code "[com.example]"}.
 *
 * @param projectId required: the Firebase project of the app
 * @param credentials required: path of the JSON key file of a service account of the project: a
 *     secret
 * @param quotaPerMinute messages that FCM takes from the project in a minute, at least 60; the
 *     instances share it by their partitions. 600,000 unless Google granted more
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas">FCM:
 *     throttling and quotas</a>
 */
record AppSettings(
    @Nullable String projectId,
    @Nullable String credentials,
    @DefaultValue("600000") long quotaPerMinute) {}
