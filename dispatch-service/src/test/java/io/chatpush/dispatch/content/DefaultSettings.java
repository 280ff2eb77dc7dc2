package io.chatpush.dispatch.content;

import io.chatpush.apps.App;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.ShortForms;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The settings of an event type for which an app sets nothing. Notifications are grouped by channel
 * on Apple devices, and a service extension of an iOS app may change them.
 */
public final class DefaultSettings {

  public static final EventSettings VALUE =
      Objects.requireNonNull(
          ShortForms.app("app", null, App.Limits.AS_FOR_ALL, List.of(ChatEventType.NEW_MESSAGE))
              .settings(ChatEventType.NEW_MESSAGE, null));

  private DefaultSettings() {}

  /** Returns the English words that ship with chatpush for an event. */
  public static Variant words(ChatMessageEvent event) {
    return Texts.of(event.getEventType().name(), Map.of(), Locale.ENGLISH, Set.of()).variant(null);
  }
}
