package io.chatpush.dispatch.text;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event whose facts a test sets one by one. */
record Event(Map<String, String> facts, Map<String, String> data) implements Variables {

  /** Basil in the channel #ops; neither a message nor media. */
  static Event anEvent() {
    return new Event(
        Map.of(
            "eventType", "NEW_MESSAGE",
            "appId", "app-1",
            "messageId", "message-1",
            "senderId", "user-7",
            "senderName", "Basil",
            "channelId", "channel-1",
            "channelName", "#ops"),
        Map.of());
  }

  /** An event with ids and nothing else. */
  static Event theLeast() {
    return anEvent().with("senderName", null).with("channelName", null);
  }

  /** An event with all facts. */
  static Event everything() {
    return anEvent()
        .with("message", "Lunch?")
        .with("mediaType", "image/png")
        .with("mediaCount", "3")
        .with("reaction", "👍");
  }

  Event with(String fact, @Nullable String value) {
    return new Event(changed(facts, fact, value), data);
  }

  Event withDatum(String key, String value) {
    return new Event(facts, changed(data, key, value));
  }

  private static Map<String, String> changed(
      Map<String, String> map, String key, @Nullable String value) {
    Map<String, String> changed = new HashMap<>(map);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return changed;
  }

  @Override
  public String eventType() {
    return facts.getOrDefault("eventType", "");
  }

  @Override
  public String appId() {
    return facts.getOrDefault("appId", "");
  }

  @Override
  public String messageId() {
    return facts.getOrDefault("messageId", "");
  }

  @Override
  public String senderId() {
    return facts.getOrDefault("senderId", "");
  }

  @Override
  public @Nullable String senderName() {
    return facts.get("senderName");
  }

  @Override
  public String channelId() {
    return facts.getOrDefault("channelId", "");
  }

  @Override
  public @Nullable String channelName() {
    return facts.get("channelName");
  }

  @Override
  public @Nullable String message() {
    return facts.get("message");
  }

  @Override
  public @Nullable String mediaType() {
    return facts.get("mediaType");
  }

  @Override
  public int mediaCount() {
    return Integer.parseInt(facts.getOrDefault("mediaCount", "0"));
  }

  @Override
  public @Nullable String reaction() {
    return facts.get("reaction");
  }

  @Override
  public @Nullable String datum(String key) {
    return data.get(key);
  }
}
