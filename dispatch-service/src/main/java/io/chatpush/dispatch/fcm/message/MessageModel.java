package io.chatpush.dispatch.fcm.message;

import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.ApnsFcmOptions;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.CriticalSound;
import com.google.firebase.messaging.FcmOptions;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushFcmOptions;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.apps.EventSettings.Android;
import io.chatpush.apps.EventSettings.Apns;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.apps.EventSettings.Web;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says which option is which field of firebase-admin's model. Only the options of the one platform
 * are set: a device reads no others, and FCM counts them.
 *
 * <p>The push id is in the data as {@code push_id} and, where no option says otherwise, where a
 * platform replaces notifications by name: Android's {@code tag}, {@code apns-collapse-id}, the
 * {@code tag} of a web notification. Without an option there is no {@code collapse_key}: FCM keeps
 * at most four of them for a device, and a user has more conversations than that.
 */
final class MessageModel {

  private static final String DEFAULT_SOUND = "default";

  private final Placeholders placeholders;

  MessageModel(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /**
   * Returns a message with placeholders.
   *
   * @param options with placeholders
   */
  Message message(PushOptions options, Platform platform, boolean hasData) {
    Message.Builder message =
        Message.builder()
            .setFid(placeholders.target())
            .putData(DataKeys.PUSH_ID, placeholders.text(Slot.PUSH_ID));
    if (hasData) {
      message.putData(Placeholders.DATA_KEY, placeholders.text(Slot.DATA));
    }
    if (options.textInData()) {
      message.putData(DataKeys.TITLE, placeholders.text(Slot.TITLE));
      message.putData(DataKeys.BODY, placeholders.text(Slot.BODY));
    }
    if (isShownByTheSystem(options)) {
      message.setNotification(
          Notification.builder()
              .setTitle(placeholders.text(Slot.TITLE))
              .setBody(placeholders.text(Slot.BODY))
              .build());
    }
    if (options.analyticsLabel() != null) {
      message.setFcmOptions(FcmOptions.withAnalyticsLabel(options.analyticsLabel()));
    }
    return switch (platform) {
      case ANDROID -> message.setAndroidConfig(android(options)).build();
      case IOS ->
          message
              .setApnsConfig(isShownByTheSystem(options) ? ios(options) : iosInBackground(options))
              .build();
      case WEB -> message.setWebpushConfig(web(options)).build();
      case UNKNOWN -> throw new IllegalArgumentException("a push is rendered for a known platform");
    };
  }

  private static boolean isShownByTheSystem(PushOptions options) {
    return options.display() == Display.NOTIFICATION;
  }

  private static boolean isHigh(PushOptions options) {
    return options.priority() != MessagePriority.NORMAL;
  }

  /** Returns the first of the names that an option gives, or else the push id. */
  private String orPushId(@Nullable String own, @Nullable String ofAllPlatforms) {
    if (own != null) {
      return own;
    }
    return ofAllPlatforms == null ? placeholders.text(Slot.PUSH_ID) : ofAllPlatforms;
  }

  private AndroidConfig android(PushOptions options) {
    AndroidConfig.Builder config =
        AndroidConfig.builder()
            .setPriority(
                isHigh(options) ? AndroidConfig.Priority.HIGH : AndroidConfig.Priority.NORMAL)
            .setTtl(placeholders.androidTtlMillis())
            .setCollapseKey(options.androidCollapseKey());
    if (options.android().directBootOk() != null) {
      config.setDirectBootOk(options.android().directBootOk());
    }
    if (isShownByTheSystem(options)) {
      config.setNotification(androidNotification(options));
    }
    return config.build();
  }

  private AndroidNotification androidNotification(PushOptions options) {
    Android android = options.android();
    AndroidNotification.Builder notification =
        AndroidNotification.builder()
            .setTag(orPushId(options.androidTag(), options.collapseKey()))
            .setChannelId(android.channel())
            .setIcon(options.icon())
            .setColor(android.color())
            .setImage(options.image())
            .setClickAction(android.clickAction());
    if (!options.silent()) {
      notification.setSound(options.sound());
    }
    if (options.notificationCount() != null) {
      notification.setNotificationCount(options.notificationCount());
    }
    if (android.visibility() != null) {
      notification.setVisibility(
          switch (android.visibility()) {
            case PRIVATE -> AndroidNotification.Visibility.PRIVATE;
            case PUBLIC -> AndroidNotification.Visibility.PUBLIC;
            case SECRET -> AndroidNotification.Visibility.SECRET;
          });
    }
    AndroidNotification.Priority priority = notificationPriority(options);
    if (priority != null) {
      notification.setPriority(priority);
    }
    if (android.localOnly() != null) {
      notification.setLocalOnly(android.localOnly());
    }
    if (android.sticky() != null) {
      notification.setSticky(android.sticky());
    }
    return notification.build();
  }

  /** Without channels, a notification of low priority makes no sound and no vibration. */
  private static AndroidNotification.@Nullable Priority notificationPriority(PushOptions options) {
    if (options.android().notificationPriority() == null) {
      return options.silent() ? AndroidNotification.Priority.LOW : null;
    }
    return switch (options.android().notificationPriority()) {
      case MIN -> AndroidNotification.Priority.MIN;
      case LOW -> AndroidNotification.Priority.LOW;
      case DEFAULT -> AndroidNotification.Priority.DEFAULT;
      case HIGH -> AndroidNotification.Priority.HIGH;
      case MAX -> AndroidNotification.Priority.MAX;
    };
  }

  /**
   * APNs wants the moment at which a push expires, not the time left, so nothing is left to
   * delivery.
   */
  private ApnsConfig.Builder apns(PushOptions options) {
    return ApnsConfig.builder()
        .putHeader(
            "apns-collapse-id",
            placeholders.text(options.collapseKey() == null ? Slot.PUSH_ID : Slot.COLLAPSE_ID))
        .putHeader("apns-expiration", placeholders.text(Slot.EXPIRATION));
  }

  /**
   * APNs refuses a background notification of priority 10, and one that has an alert, a badge or a
   * sound is not a background notification.
   *
   * @see <a
   *     href="https://developer.apple.com/documentation/usernotifications/pushing-background-updates-to-your-app">Apple:
   *     pushing background updates</a>
   */
  private ApnsConfig iosInBackground(PushOptions options) {
    return apns(options)
        .putHeader("apns-push-type", "background")
        .putHeader("apns-priority", "5")
        .setAps(Aps.builder().setContentAvailable(true).build())
        .build();
  }

  private ApnsConfig ios(PushOptions options) {
    Apns apns = options.apns();
    Aps.Builder aps =
        Aps.builder()
            .setThreadId(options.thread())
            .setCategory(options.category())
            // Only a service extension of the app can download an image.
            .setMutableContent(apns.mutableContent() || options.image() != null);
    setSound(aps, options);
    if (options.badge() != null) {
      aps.setBadge(options.badge());
    }
    if (apns.contentAvailable() != null) {
      aps.setContentAvailable(apns.contentAvailable());
    }
    if (apns.interruptionLevel() != null) {
      aps.putCustomData("interruption-level", inWords(apns.interruptionLevel()));
    }
    if (apns.relevanceScore() != null) {
      aps.putCustomData("relevance-score", apns.relevanceScore());
    }
    if (apns.targetContentId() != null) {
      aps.putCustomData("target-content-id", apns.targetContentId());
    }
    ApnsConfig.Builder config =
        apns(options).putHeader("apns-priority", isHigh(options) ? "10" : "5").setAps(aps.build());
    if (options.image() != null) {
      config.setFcmOptions(ApnsFcmOptions.builder().setImage(options.image()).build());
    }
    return config.build();
  }

  /** Apple devices are silent unless told otherwise; Android and browsers are not. */
  private static void setSound(Aps.Builder aps, PushOptions options) {
    String sound = options.sound();
    Double criticalVolume = options.apns().criticalVolume();
    if (options.silent()) {
      return;
    }
    if (criticalVolume != null) {
      aps.setSound(
          CriticalSound.builder()
              .setCritical(true)
              .setName(sound == null ? DEFAULT_SOUND : sound)
              .setVolume(criticalVolume)
              .build());
    } else if (sound != null) {
      aps.setSound(sound);
    } else if (isHigh(options)) {
      aps.setSound(DEFAULT_SOUND);
    }
  }

  private WebpushConfig web(PushOptions options) {
    Web web = options.web();
    WebpushConfig.Builder config =
        WebpushConfig.builder()
            .putHeader("TTL", placeholders.text(Slot.TIME_TO_LIVE))
            .putHeader("Urgency", urgency(options));
    if (options.webTopic() != null || options.collapseKey() != null) {
      config.putHeader("Topic", placeholders.text(Slot.WEB_TOPIC));
    }
    if (isShownByTheSystem(options)) {
      config.setNotification(webNotification(options, web));
      if (options.link() != null) {
        config.setFcmOptions(WebpushFcmOptions.withLink(options.link()));
      }
    }
    return config.build();
  }

  private WebpushNotification webNotification(PushOptions options, Web web) {
    WebpushNotification.Builder notification =
        WebpushNotification.builder()
            .setTag(orPushId(options.webTag(), options.collapseKey()))
            .setIcon(web.icon())
            .setBadge(web.badge())
            .setImage(options.image());
    if (options.silent()) {
      notification.setSilent(true);
    }
    if (web.renotify() != null) {
      notification.setRenotify(web.renotify());
    }
    if (web.requireInteraction() != null) {
      notification.setRequireInteraction(web.requireInteraction());
    }
    for (Web.Action action : web.actions()) {
      notification.addAction(
          action.icon() == null
              ? new WebpushNotification.Action(action.action(), action.title())
              : new WebpushNotification.Action(action.action(), action.title(), action.icon()));
    }
    return notification.build();
  }

  private static String urgency(PushOptions options) {
    Web.Urgency urgency = options.web().urgency();
    if (urgency == null) {
      return isHigh(options) ? "high" : "normal";
    }
    return inWords(urgency);
  }

  /** Returns a constant in the spelling of APNs and RFC 8030: {@code time-sensitive}. */
  private static String inWords(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
