package io.chatpush.client;

import io.chatpush.rules.EventLimits;
import io.chatpush.rules.EventRules;
import io.chatpush.rules.Ids;
import io.chatpush.rules.OptionRules;
import io.chatpush.rules.ReservedKeys;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of fan-out for a chat event, for an app with default settings, in the order in which
 * fan-out checks them. Each fault is a sentence that begins with the name of the field.
 */
final class MessageRules {

  private MessageRules() {}

  /** Returns the first rule that the event breaks; {@code null} if it keeps all. */
  static @Nullable String fault(ChatMessage.Builder event, Instant now) {
    return first(
        () -> id("message_id", event.messageId),
        () -> id("channel_id", event.channelId),
        () -> id("sender_id", event.senderId),
        () -> recipients(event.recipients),
        () -> devices(event.onlyDeviceIds, event.recipients.size()),
        () -> times(event, now),
        () -> reservedKey(event),
        () -> option("image", event.image, OptionRules::url),
        () -> option("link", event.link, OptionRules::url),
        () -> option("sound", event.sound, OptionRules::sound),
        () -> option("badge", event.badge, OptionRules::count),
        () -> option("category", event.category, OptionRules::name),
        () -> option("collapse_key", event.collapseKey, OptionRules::collapseKey),
        () -> option("thread", event.thread, OptionRules::name),
        () -> option("analytics_label", event.analyticsLabel, OptionRules::analyticsLabel),
        () -> size(event));
  }

  /** A rule, which returns how it is broken. */
  private interface Rule {
    @Nullable String fault();
  }

  private static @Nullable String first(Rule... rules) {
    return Stream.of(rules)
        .map(Rule::fault)
        .filter(fault -> fault != null)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String id(String field, String id) {
    return switch (Ids.fault(id)) {
      case NONE -> null;
      case MISSING -> field + " is empty";
      case TOO_LONG -> field + " has more than " + Ids.MAX_BYTES + " bytes of UTF-8";
      case MALFORMED -> field + " has a control character, U+FFFD or half of a surrogate pair";
    };
  }

  private static @Nullable String recipients(List<String> recipients) {
    if (recipients.size() > EventLimits.MAX_RECIPIENTS) {
      return "recipients has %d entries, at most %d are allowed; publish several messages"
          .formatted(recipients.size(), EventLimits.MAX_RECIPIENTS);
    }
    return ids("recipients", recipients);
  }

  private static @Nullable String devices(List<String> devices, int recipients) {
    String fault = EventRules.devices(devices.size(), recipients);
    return fault == null ? ids("only_device_ids", devices) : fault;
  }

  private static @Nullable String ids(String field, List<String> ids) {
    for (String id : ids) {
      String fault = id(field, id);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String times(ChatMessage.Builder event, Instant now) {
    EventRules.TimeFault fault =
        EventRules.times(event.sentAt == null ? now : event.sentAt, event.expiresAt, now);
    return fault == null ? null : fault.detail();
  }

  private static @Nullable String reservedKey(ChatMessage.Builder event) {
    String reserved = ReservedKeys.first(event.data.keySet());
    return reserved == null
        ? null
        : "data has " + ReservedKeys.describe(reserved) + ", which FCM reserves";
  }

  private static <T> @Nullable String option(
      String field, @Nullable T value, Function<T, @Nullable String> rule) {
    String fault = value == null ? null : rule.apply(value);
    return fault == null ? null : field + " " + fault;
  }

  private static @Nullable String size(ChatMessage.Builder event) {
    int bytes = PushSize.of(event);
    return bytes <= PushSize.LIMIT
        ? null
        : "data, ids and options take up to %d bytes of a push, more than %d"
            .formatted(bytes, PushSize.LIMIT);
  }
}
