package io.chatpush.dispatch.content;

import io.chatpush.apps.EventSettings;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.apps.IdPattern;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.ChatMessageEvent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The settings of an event type for which an app sets nothing. Notifications are grouped by channel
 * on Apple devices, and a service extension of an iOS app may change them.
 */
public final class DefaultSettings {

  public static final EventSettings VALUE =
      new EventSettings(
          true,
          Map.of(),
          Set.of(),
          Display.NOTIFICATION,
          false,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          IdPattern.compile("{channel_id}", Set.of()),
          null,
          false,
          null,
          EventSettings.Android.DEFAULT,
          EventSettings.Apns.DEFAULT,
          EventSettings.Web.DEFAULT);

  private DefaultSettings() {}

  /** Returns the English words that ship with chatpush for an event. */
  public static Variant words(ChatMessageEvent event) {
    return Texts.of(event.getEventType().name(), Map.of(), Locale.ENGLISH, Set.of()).variant(null);
  }
}
