package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Reason;
import io.chatpush.rules.EventLimits;
import io.chatpush.rules.EventRules;
import io.chatpush.rules.EventRules.ExpiresAtFault;
import io.chatpush.rules.EventRules.SentAtFault;
import io.chatpush.rules.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that a chat event must keep for its pushes to be sent. */
final class ChatEventRules {

  private ChatEventRules() {}

  /**
   * Returns why the event is refused; {@code null} if it is not.
   *
   * @param app the app that the event names, if there is such an app
   */
  static @Nullable Refusal check(ChatMessageEvent event, @Nullable App app, Instant now) {
    Refusal id = checkId("app_id", event.getAppId());
    if (id == null) {
      id = checkId("message_id", event.getMessageId());
    }
    if (id == null) {
      id = checkId("channel_id", event.getChannelId());
    }
    if (id == null) {
      id = checkId("sender_id", event.getSenderId());
    }
    if (id != null) {
      return id;
    }
    if (app == null) {
      return new Refusal(
          Reason.APP_UNKNOWN,
          "app_id names an app that is neither in chatpush.apps nor in an app file");
    }
    int recipients = event.getRecipients().size();
    if (recipients > EventLimits.MAX_RECIPIENTS) {
      return new Refusal(
          Reason.TOO_MANY_RECIPIENTS,
          "recipients has "
              + recipients
              + " entries, at most "
              + EventLimits.MAX_RECIPIENTS
              + " are allowed; send several events");
    }
    for (String recipient : event.getRecipients()) {
      Refusal refusal = checkId("recipients", recipient);
      if (refusal != null) {
        return refusal;
      }
    }
    Refusal devices = checkDevices(event);
    if (devices != null) {
      return devices;
    }
    return checkTimes(event, now);
  }

  /**
   * Returns what of the event is newer than this version, or was never set, as a sentence; {@code
   * null} if this version can fan it out. A symbol that this version does not know is read as
   * UNKNOWN.
   */
  static @Nullable String unknownKind(ChatMessageEvent event) {
    if (event.getEventType() == ChatEventType.UNKNOWN) {
      return "event_type is UNKNOWN or newer than this version";
    }
    return event.getAudience() == Audience.EXPLICIT
        ? null
        : "audience is " + event.getAudience() + ", this version knows EXPLICIT";
  }

  private static @Nullable Refusal checkTimes(ChatMessageEvent event, Instant now) {
    return switch (EventRules.times(event.getSentAt(), event.getExpiresAt(), now)) {
      case null -> null;
      case SentAtFault(String detail) -> new Refusal(Reason.SENT_AT_IMPLAUSIBLE, detail);
      case ExpiresAtFault(String detail) -> new Refusal(Reason.EXPIRY_OUT_OF_RANGE, detail);
    };
  }

  private static @Nullable Refusal checkDevices(ChatMessageEvent event) {
    List<String> devices = event.getOnlyDeviceIds();
    String fault = EventRules.devices(devices.size(), event.getRecipients().size());
    if (fault != null) {
      return new Refusal(Reason.DEVICES_OUT_OF_RANGE, fault);
    }
    for (String device : devices) {
      Refusal refusal = checkId("only_device_ids", device);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal checkId(String field, String id) {
    return switch (Ids.fault(id)) {
      case NONE -> null;
      case MISSING -> new Refusal(Reason.ID_MISSING, field + " is empty");
      case TOO_LONG ->
          new Refusal(
              Reason.ID_TOO_LONG, field + " has more than " + Ids.MAX_BYTES + " bytes of UTF-8");
      case MALFORMED ->
          new Refusal(
              Reason.ID_MALFORMED,
              field + " has a control character, or bytes that were not UTF-8");
    };
  }
}
