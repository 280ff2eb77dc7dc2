package io.chatpush.dispatch.fcm;

import io.chatpush.events.ChatEventType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code chatpush.apps.<app-id>}: one app and its Firebase project. In YAML an app id with
 * characters other than letters, digits and {@code -} is written {@code "[com.example]"}.
 *
 * @param projectId required: the Firebase project of the app
 * @param credentials required: path of the JSON key file of a service account of the project: a
 *     secret
 * @param quotaPerMinute messages that FCM takes from the project in a minute, at least 60; the
 *     instances share it by their partitions. 600,000 unless Google granted more
 * @param eventTypes types of chat events that lead to pushes, with the defaults of an app file; the
 *     others are off
 * @param limits what this app may cause, where that differs from {@code chatpush.app-limits}
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas">FCM:
 *     throttling and quotas</a>
 */
record AppSettings(
    @Nullable String projectId,
    @Nullable String credentials,
    @DefaultValue("600000") long quotaPerMinute,
    @DefaultValue List<ChatEventType> eventTypes,
    @Nullable Limits limits) {

  /**
   * The rates of one app; {@code 0} is no limit.
   *
   * @param eventsPerSecond chat events that lead to pushes; without, as {@code
   *     chatpush.app-limits.events-per-second}
   * @param recipientsPerSecond recipients of these events; without, as {@code
   *     chatpush.app-limits.recipients-per-second}
   * @param bytesPerSecond bytes of these events; without, as {@code
   *     chatpush.app-limits.bytes-per-second}
   */
  record Limits(
      @Nullable Integer eventsPerSecond,
      @Nullable Integer recipientsPerSecond,
      @Nullable DataSize bytesPerSecond) {}
}
