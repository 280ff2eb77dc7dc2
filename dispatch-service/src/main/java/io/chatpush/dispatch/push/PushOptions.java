package io.chatpush.dispatch.push;

import io.chatpush.apps.EventSettings;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.events.MessagePriority;
import org.jspecify.annotations.Nullable;

/**
 * The options of one push that are in effect: the fields of its event above the settings of the app
 * for the type of the event, with all patterns completed. A value that is {@code null} is left to
 * FCM and the device.
 *
 * @param display whether FCM or the app shows the push
 * @param textInData whether the data has {@code title} and {@code body}, too
 * @param priority how urgent; UNKNOWN is treated as HIGH
 * @param image an https URL
 * @param link an https URL
 * @param sound name of a sound of the app, or {@code default}
 * @param badge the number on the app's icon
 * @param notificationCount the number that launchers of Android show
 * @param icon a resource of an Android app
 * @param category of the actions that the app has registered on Apple devices
 * @param collapseKey on the device, a later push with the same key replaces an earlier one;
 *     without, only the same push replaces itself
 * @param thread groups the notifications of a conversation on Apple devices
 * @param silent whether the push makes no sound and no vibration
 * @param analyticsLabel a label in FCM's reports
 * @param androidTag replaces {@code collapseKey} as tag on Android
 * @param androidCollapseKey the key by which FCM keeps one push for a device that it cannot reach
 * @param webTopic replaces {@code collapseKey} at the push service of a browser; of any form
 * @param webTag replaces {@code collapseKey} as tag in browsers
 * @param android the options of Android devices; its patterns are not looked at
 * @param apns the options of Apple devices; its category is not looked at
 * @param web the options of browsers; its patterns are not looked at
 */
public record PushOptions(
    Display display,
    boolean textInData,
    MessagePriority priority,
    @Nullable String image,
    @Nullable String link,
    @Nullable String sound,
    @Nullable Integer badge,
    @Nullable Integer notificationCount,
    @Nullable String icon,
    @Nullable String category,
    @Nullable String collapseKey,
    @Nullable String thread,
    boolean silent,
    @Nullable String analyticsLabel,
    @Nullable String androidTag,
    @Nullable String androidCollapseKey,
    @Nullable String webTopic,
    @Nullable String webTag,
    EventSettings.Android android,
    EventSettings.Apns apns,
    EventSettings.Web web) {

  /** Returns the options of an app that sets none but these. */
  public static PushOptions of(MessagePriority priority, @Nullable String thread) {
    return new PushOptions(
        Display.NOTIFICATION,
        false,
        priority,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        thread,
        false,
        null,
        null,
        null,
        null,
        null,
        EventSettings.Android.DEFAULT,
        EventSettings.Apns.DEFAULT,
        EventSettings.Web.DEFAULT);
  }

  /** Shows nothing of the event: the options contain its ids and what its chat system wrote. */
  @Override
  public String toString() {
    return "PushOptions[" + display + ", " + priority + "]";
  }
}
