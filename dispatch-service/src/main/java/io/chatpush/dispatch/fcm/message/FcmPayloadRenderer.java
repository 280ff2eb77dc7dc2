package io.chatpush.dispatch.fcm.message;

import com.google.api.client.json.gson.GsonFactory;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders with the model of firebase-admin, so that the words and their spelling are Google's. Only
 * the options of the one platform are rendered: a device reads no others, and FCM counts them.
 *
 * <p>The push id stands in the data as {@code push_id} and where a platform replaces notifications
 * by name: Android's {@code tag}, {@code apns-collapse-id}, the {@code tag} of a web notification.
 * There is no {@code collapse_key}: FCM keeps at most four of them for a device, and a user has
 * more conversations than that.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">FCM:
 *     Message</a>
 */
public final class FcmPayloadRenderer implements PayloadRenderer {

  /** The key of the data under which the app finds the push id. */
  static final String PUSH_ID_KEY = "push_id";

  private final Placeholders placeholders = Placeholders.random();

  @Override
  public RenderedContent render(PushContent content, Platform platform) {
    Message.Builder message =
        Message.builder()
            .setFid(placeholders.target())
            .setNotification(
                Notification.builder().setTitle(content.title()).setBody(content.body()).build());
    // Sorted: the model keeps what it is given in a hash map, whose order tells of the insertions.
    Map<String, String> data = new TreeMap<>(content.data());
    data.put(PUSH_ID_KEY, placeholders.pushId());
    data.forEach(message::putData);
    switch (platform) {
      case ANDROID -> message.setAndroidConfig(android(content));
      case IOS -> message.setApnsConfig(ios(content));
      case WEB -> message.setWebpushConfig(web(content));
      case UNKNOWN -> throw new IllegalArgumentException("a push is rendered for a known platform");
    }
    try {
      return placeholders.cutOut(
          GsonFactory.getDefaultInstance().toByteArray(message.build()), platform);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private AndroidConfig android(PushContent content) {
    return AndroidConfig.builder()
        .setPriority(
            switch (content.priority()) {
              case HIGH, UNKNOWN -> AndroidConfig.Priority.HIGH;
              case NORMAL -> AndroidConfig.Priority.NORMAL;
            })
        .setTtl(placeholders.androidTtlMillis())
        .setNotification(AndroidNotification.builder().setTag(placeholders.pushId()).build())
        .build();
  }

  /**
   * APNs wants the moment at which a push expires, not the time left, so nothing is left to
   * delivery. iOS is silent unless told otherwise, Android and the web are not.
   */
  private ApnsConfig ios(PushContent content) {
    Aps.Builder aps = Aps.builder().setThreadId(content.threadId()).setMutableContent(true);
    if (content.priority() != MessagePriority.NORMAL) {
      aps.setSound("default");
    }
    return ApnsConfig.builder()
        .putHeader("apns-collapse-id", placeholders.pushId())
        .putHeader("apns-expiration", Long.toString(content.expiresAt().getEpochSecond()))
        .putHeader(
            "apns-priority",
            switch (content.priority()) {
              case HIGH, UNKNOWN -> "10";
              case NORMAL -> "5";
            })
        .setAps(aps.build())
        .build();
  }

  private WebpushConfig web(PushContent content) {
    return WebpushConfig.builder()
        .putHeader("TTL", placeholders.webTtl())
        .putHeader(
            "Urgency",
            switch (content.priority()) {
              case HIGH, UNKNOWN -> "high";
              case NORMAL -> "normal";
            })
        .setNotification(WebpushNotification.builder().setTag(placeholders.pushId()).build())
        .build();
  }
}
