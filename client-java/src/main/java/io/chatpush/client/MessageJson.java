package io.chatpush.client;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as the JSON that the route for chat events reads. Fields without a value are left
 * out.
 */
final class MessageJson {

  private static final JsonFactory JSON = new JsonFactory();

  private MessageJson() {}

  static byte[] of(ChatMessage.Builder event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("message_id", event.messageId);
      json.writeStringProperty("event_type", event.type.name());
      json.writeStringProperty("channel_id", event.channelId);
      text(json, "channel_name", event.channelName);
      json.writeStringProperty("sender_id", event.senderId);
      text(json, "sender_name", event.senderName);
      texts(json, "recipients", event.recipients);
      texts(json, "exclude", event.exclude);
      texts(json, "mentions", event.mentions);
      text(json, "body", event.body);
      text(json, "media", event.media);
      if (!event.data.isEmpty()) {
        json.writeObjectPropertyStart("data");
        event.data.forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      text(json, "priority", event.priority == null ? null : event.priority.name());
      if (event.sentAt != null) {
        json.writeNumberProperty("sent_at", event.sentAt.toEpochMilli());
      }
      if (event.expiresAt != null) {
        json.writeNumberProperty("expires_at", event.expiresAt.toEpochMilli());
      }
      texts(json, "only_device_ids", event.onlyDeviceIds);
      text(json, "custom_type", event.customType);
      if (event.mediaCount != 0) {
        json.writeNumberProperty("media_count", event.mediaCount);
      }
      text(json, "reaction", event.reaction);
      text(json, "image", event.image);
      text(json, "link", event.link);
      text(json, "sound", event.sound);
      if (event.badge != null) {
        json.writeNumberProperty("badge", event.badge);
      }
      text(json, "category", event.category);
      text(json, "collapse_key", event.collapseKey);
      text(json, "thread", event.thread);
      if (event.silent != null) {
        json.writeBooleanProperty("silent", event.silent);
      }
      text(json, "analytics_label", event.analyticsLabel);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void text(JsonGenerator json, String field, @Nullable String text) {
    if (text != null) {
      json.writeStringProperty(field, text);
    }
  }

  private static void texts(JsonGenerator json, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      json.writeArrayPropertyStart(field);
      texts.forEach(json::writeString);
      json.writeEndArray();
    }
  }
}
