package io.chatpush.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@code client-node/test/messages.json}, which the client for Node.js tests, too.
 */
final class MessageVectors {

  private static final Path FILE = Path.of("..", "client-node", "test", "messages.json");

  /**
   * A message.
   *
   * @param field the field that is wrong; {@code null} for a message that keeps the rules
   */
  record Vector(String name, @Nullable String field, Map<String, Object> message) {

    @Override
    public String toString() {
      return name;
    }
  }

  private MessageVectors() {}

  /** Returns the time at which the messages are valid or not. */
  static Instant now() {
    return Instant.parse(JsonValues.text(file().get("now")));
  }

  static Stream<Vector> all() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> JsonValues.objects(file().get(list)).stream())
        .map(vector -> {
          Map<String, Object> message = new LinkedHashMap<>();
          JsonValues.object(vector.get("message"))
              .forEach((name, value) -> message.put(name, expanded(value)));
          String field = JsonValues.text(vector.get("field"));
          return new Vector(
              JsonValues.text(vector.get("name")), field.isEmpty() ? null : field, message);
        });
  }

  private static Map<String, Object> file() {
    try {
      return JsonValues.object(Files.readAllBytes(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object expanded(Object value) {
    if (!(value instanceof Map<?, ?>)) {
      return value;
    }
    Map<String, Object> form = JsonValues.object(value);
    int times = (int) JsonValues.number(form.get("times"));
    if (form.get("repeat") instanceof List<?> list) {
      return Collections.nCopies(times, list).stream().flatMap(List::stream).toList();
    }
    if (form.get("repeat") instanceof String text) {
      return JsonValues.text(form.get("prefix")) + text.repeat(times);
    }
    if (form.get("utf16") instanceof List<?> units) {
      StringBuilder text = new StringBuilder();
      units.forEach(unit -> text.append((char) JsonValues.number(unit)));
      return text.toString();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    form.forEach((name, member) -> members.put(name, expanded(member)));
    return members;
  }

  /** Returns the builder of the message. */
  static ChatMessage.Builder builder(Map<String, Object> message) {
    ChatMessage.Builder builder =
        ChatMessage.of(
                EventType.valueOf(JsonValues.text(message.get("event_type"))),
                JsonValues.text(message.get("message_id")))
            .inChannel(JsonValues.text(message.get("channel_id")))
            .from(JsonValues.text(message.get("sender_id")));
    message.forEach((field, value) -> set(builder, field, value));
    return builder;
  }

  private static void set(ChatMessage.Builder builder, String field, Object value) {
    var _ =
        switch (field) {
          case "message_id", "event_type", "channel_id", "sender_id" -> builder;
          case "channel_name" -> builder.channelName(JsonValues.text(value));
          case "sender_name" -> builder.senderName(JsonValues.text(value));
          case "recipients" -> builder.recipients(texts(value));
          case "exclude" -> builder.exclude(texts(value));
          case "mentions" -> builder.mentions(texts(value));
          case "body" -> builder.body(JsonValues.text(value));
          case "media" -> builder.media(JsonValues.text(value));
          case "data" -> {
            JsonValues.object(value)
                .forEach((key, datum) -> builder.data(key, JsonValues.text(datum)));
            yield builder;
          }
          case "priority" -> builder.priority(Priority.valueOf(JsonValues.text(value)));
          case "sent_at" -> builder.sentAt(Instant.parse(JsonValues.text(value)));
          case "expires_at" -> builder.expiresAt(Instant.parse(JsonValues.text(value)));
          case "only_device_ids" -> builder.onlyDeviceIds(texts(value));
          case "custom_type" -> builder.customType(JsonValues.text(value));
          case "media_count" -> builder.mediaCount((int) JsonValues.number(value));
          case "reaction" -> builder.reaction(JsonValues.text(value));
          case "image" -> builder.image(JsonValues.text(value));
          case "link" -> builder.link(JsonValues.text(value));
          case "sound" -> builder.sound(JsonValues.text(value));
          case "badge" -> builder.badge((int) JsonValues.number(value));
          case "category" -> builder.category(JsonValues.text(value));
          case "collapse_key" -> builder.collapseKey(JsonValues.text(value));
          case "thread" -> builder.thread(JsonValues.text(value));
          case "silent" -> builder.silent(Boolean.TRUE.equals(value));
          case "analytics_label" -> builder.analyticsLabel(JsonValues.text(value));
          default -> throw new IllegalArgumentException(field);
        };
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(text -> texts.add(JsonValues.text(text)));
    }
    return texts;
  }
}
