package io.chatpush.apps;

import io.chatpush.events.MessagePriority;
import io.chatpush.rules.OptionRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the pushes of one type of event say and how they appear. A value that is {@code null} is
 * left to FCM and the device.
 *
 * <p>{@code link}, {@code thread}, {@code collapseKey} and the names below the platforms that are
 * called patterns are completed for each event, see {@link IdPattern}. Strings and numbers keep
 * {@link OptionRules}.
 *
 * @param enabled whether events of the type lead to pushes
 * @param templates own texts by locale, a BCP 47 tag; without, the texts that ship with chatpush
 * @param variables keys of the event's data that templates and patterns use
 * @param display whether FCM or the app shows the push
 * @param textInData whether the data has {@code title} and {@code body}, too
 * @param ttl how long after {@code sent_at} the push is worth sending, where the event has no
 *     {@code expires_at}; at most 28 days
 * @param priority where the event has none
 * @param sound name of a sound of the app, or {@code default}
 * @param badge the number on the app's icon; on Android also {@code notification_count}, where that
 *     is not set
 * @param link a pattern of an https URL: the page or screen that a click opens. FCM has a field for
 *     it only for browsers, so that it is in the data, too, as {@code link}
 * @param icon a resource of an Android app
 * @param image an https URL
 * @param thread a pattern: groups the notifications of a conversation on Apple devices
 * @param collapseKey a pattern: on the device, a later push with the same key replaces an earlier
 *     one; without, only the same push replaces itself
 * @param silent whether the push makes no sound and no vibration. On Android with channels, the
 *     channel decides
 * @param analyticsLabel a label in FCM's reports
 * @param android options of Android devices
 * @param apns options of Apple devices
 * @param web options of browsers
 */
public record EventSettings(
    boolean enabled,
    Map<String, Text> templates,
    Set<String> variables,
    Display display,
    boolean textInData,
    @Nullable Duration ttl,
    @Nullable MessagePriority priority,
    @Nullable String sound,
    @Nullable Integer badge,
    @Nullable IdPattern link,
    @Nullable String icon,
    @Nullable String image,
    @Nullable IdPattern thread,
    @Nullable IdPattern collapseKey,
    boolean silent,
    @Nullable String analyticsLabel,
    Android android,
    Apns apns,
    Web web) {

  /** Who shows a push. */
  public enum Display {
    /** The operating system or browser shows title and body. */
    NOTIFICATION,

    /** The app gets data only and draws or decrypts itself. */
    DATA_ONLY
  }

  /**
   * Templates of one locale.
   *
   * @param title template of the first line; without, the shipped one
   * @param body template of the rest; without, the shipped one
   */
  public record Text(@Nullable String title, @Nullable String body) {}

  /**
   * Options of Android devices.
   *
   * @param channel the notification channel of the app
   * @param tag a pattern: a notification replaces the one with the same tag; without, the collapse
   *     key of all platforms, or else the push id
   * @param collapseKey a pattern: FCM keeps one push of each key for a device that it cannot reach,
   *     and at most four keys for a device
   * @param clickAction the intent that a click starts
   * @param color of the icon, {@code #rrggbb}
   * @param notificationCount the number that launchers show for the notification
   * @param visibility on the lock screen
   * @param notificationPriority how intrusive, on devices without channels
   * @param localOnly whether connected devices, such as watches, are left out
   * @param sticky whether the notification stays after a click
   * @param directBootOk whether a device gets it before it was first unlocked
   */
  public record Android(
      @Nullable String channel,
      @Nullable IdPattern tag,
      @Nullable IdPattern collapseKey,
      @Nullable String clickAction,
      @Nullable String color,
      @Nullable Integer notificationCount,
      @Nullable Visibility visibility,
      @Nullable NotificationPriority notificationPriority,
      @Nullable Boolean localOnly,
      @Nullable Boolean sticky,
      @Nullable Boolean directBootOk) {

    /** Nothing is set. */
    public static final Android DEFAULT =
        new Android(null, null, null, null, null, null, null, null, null, null, null);

    /** What the lock screen shows. */
    public enum Visibility {
      PRIVATE,
      PUBLIC,
      SECRET
    }

    /** How intrusive a notification is, on devices without channels. */
    public enum NotificationPriority {
      MIN,
      LOW,
      DEFAULT,
      HIGH,
      MAX
    }
  }

  /**
   * Options of Apple devices.
   *
   * @param category of the actions that the app has registered
   * @param criticalVolume unless the push is silent, makes the sound a critical alert of this
   *     volume, more than 0 to 1
   * @param mutableContent whether the app's service extension may change the notification
   * @param contentAvailable whether the app is woken up in the background
   * @param interruptionLevel how far the notification may interrupt
   * @param relevanceScore orders the app's notifications in a summary, 0 to 1
   * @param targetContentId the window that a click brings forward
   */
  public record Apns(
      @Nullable String category,
      @Nullable Double criticalVolume,
      boolean mutableContent,
      @Nullable Boolean contentAvailable,
      @Nullable InterruptionLevel interruptionLevel,
      @Nullable Double relevanceScore,
      @Nullable String targetContentId) {

    /** Nothing is set, and a service extension may change the notification. */
    public static final Apns DEFAULT = new Apns(null, null, true, null, null, null, null);

    /** How far a notification may interrupt, in APNs' words. */
    public enum InterruptionLevel {
      PASSIVE,
      ACTIVE,
      TIME_SENSITIVE,
      CRITICAL
    }
  }

  /**
   * Options of browsers.
   *
   * @param urgency for the push service; without, by the priority
   * @param topic a pattern: a push that waits at the push service is replaced by one of the same
   *     topic; without, the collapse key of all platforms
   * @param tag a pattern: a notification replaces the one with the same tag; without, the collapse
   *     key of all platforms, or else the push id
   * @param renotify whether a replaced notification alerts again
   * @param requireInteraction whether the notification stays until the user acts
   * @param icon an https URL
   * @param badge an https URL
   * @param actions buttons
   */
  public record Web(
      @Nullable Urgency urgency,
      @Nullable IdPattern topic,
      @Nullable IdPattern tag,
      @Nullable Boolean renotify,
      @Nullable Boolean requireInteraction,
      @Nullable String icon,
      @Nullable String badge,
      List<Action> actions) {

    /** Nothing is set. */
    public static final Web DEFAULT = new Web(null, null, null, null, null, null, null, List.of());

    /** For the push service (RFC 8030). */
    public enum Urgency {
      VERY_LOW,
      LOW,
      NORMAL,
      HIGH
    }

    /**
     * A button.
     *
     * @param action the name that the service worker receives
     * @param title on the button
     * @param icon an https URL
     */
    public record Action(String action, String title, @Nullable String icon) {}

    public Web {
      actions = List.copyOf(actions);
    }
  }

  public EventSettings {
    templates = Map.copyOf(templates);
    variables = Set.copyOf(variables);
  }
}
