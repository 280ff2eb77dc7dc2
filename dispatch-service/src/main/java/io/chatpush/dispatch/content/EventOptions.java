package io.chatpush.dispatch.content;

import io.chatpush.apps.App.Privacy;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.IdPattern;
import io.chatpush.dispatch.content.Composition.OptionRefused;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.rules.OptionRules;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one event, above those of its app.
 *
 * <p>With {@link Privacy#IDS_ONLY}, image and link of the event are not used, and its sender and
 * data count as empty in patterns: each of them could say what the message says.
 */
final class EventOptions {

  private final ChatMessageEvent event;
  private final EventSettings settings;
  private final boolean idsOnly;

  EventOptions(ChatMessageEvent event, EventSettings settings, Privacy privacy) {
    this.event = event;
    this.settings = settings;
    idsOnly = privacy == Privacy.IDS_ONLY;
  }

  /** Returns the first option of the event that FCM would refuse, or {@code null}. */
  @Nullable OptionRefused refused() {
    OptionRefused refused = check("image", event.getImage(), OptionRules::url);
    if (refused == null) {
      refused = check("link", event.getLink(), OptionRules::url);
    }
    if (refused == null) {
      refused = check("sound", event.getSound(), OptionRules::sound);
    }
    if (refused == null) {
      refused = check("badge", event.getBadge(), OptionRules::count);
    }
    if (refused == null) {
      refused = check("category", event.getCategory(), OptionRules::name);
    }
    if (refused == null) {
      refused = check("collapse_key", event.getCollapseKey(), OptionRules::collapseKey);
    }
    if (refused == null) {
      refused = check("thread", event.getThread(), OptionRules::name);
    }
    return refused == null
        ? check("analytics_label", event.getAnalyticsLabel(), OptionRules::analyticsLabel)
        : refused;
  }

  private static <T> @Nullable OptionRefused check(
      String field, @Nullable T value, Function<T, @Nullable String> rule) {
    String fault = value == null ? null : rule.apply(value);
    return fault == null ? null : new OptionRefused(field, fault);
  }

  /**
   * Returns why the link that the pattern of the app gives for this event is refused; {@code null}
   * if it is not. Ids and data may be so long that it is no longer a link.
   */
  static @Nullable OptionRefused refusedLink(PushOptions options) {
    return check("link", options.link(), OptionRules::url);
  }

  /** Returns the options that are in effect. */
  PushOptions effective() {
    EventSettings.Android android = settings.android();
    Integer badge = event.getBadge();
    Integer shown = badge == null ? settings.badge() : badge;
    return new PushOptions(
        settings.display(),
        settings.textInData(),
        priority(),
        or(idsOnly ? null : event.getImage(), settings.image()),
        link(),
        or(event.getSound(), settings.sound()),
        shown,
        badge != null || android.notificationCount() == null ? shown : android.notificationCount(),
        settings.icon(),
        or(event.getCategory(), settings.apns().category()),
        or(event.getCollapseKey(), settings.collapseKey()),
        or(event.getThread(), settings.thread()),
        Objects.requireNonNullElse(event.getSilent(), settings.silent()),
        or(event.getAnalyticsLabel(), settings.analyticsLabel()),
        filled(android.tag()),
        filled(android.collapseKey()),
        filled(settings.web().topic()),
        filled(settings.web().tag()),
        android,
        settings.apns(),
        settings.web());
  }

  private MessagePriority priority() {
    MessagePriority wanted = settings.priority();
    return event.getPriority() == MessagePriority.UNKNOWN && wanted != null
        ? wanted
        : event.getPriority();
  }

  private @Nullable String link() {
    String own = idsOnly ? null : event.getLink();
    IdPattern pattern = settings.link();
    return own != null || pattern == null ? own : pattern.fillEncoded(this::value);
  }

  private @Nullable String or(@Nullable String own, @Nullable IdPattern pattern) {
    return own == null ? filled(pattern) : own;
  }

  private static @Nullable String or(@Nullable String own, @Nullable String ofApp) {
    return own == null ? ofApp : own;
  }

  /** Returns the completed pattern; {@code null} where nothing is left of it. */
  private @Nullable String filled(@Nullable IdPattern pattern) {
    if (pattern == null) {
      return null;
    }
    String filled = pattern.fill(this::value);
    return filled.isBlank() ? null : filled;
  }

  private @Nullable String value(String name) {
    return switch (name) {
      case "app_id" -> event.getAppId();
      case "channel_id" -> event.getChannelId();
      case "message_id" -> event.getMessageId();
      case "sender_id" -> idsOnly ? null : event.getSenderId();
      default -> idsOnly ? null : event.getData().get(name);
    };
  }
}
