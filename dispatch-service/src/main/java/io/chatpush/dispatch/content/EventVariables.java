package io.chatpush.dispatch.content;

import io.chatpush.apps.App.Privacy;
import io.chatpush.apps.EventSettings;
import io.chatpush.dispatch.text.Variables;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.EventFacts;
import io.chatpush.events.Push;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a chat event, from which templates take their values.
 *
 * @param type of the event
 * @param facts what else is known
 */
public record EventVariables(
    String appId, String messageId, String channelId, ChatEventType type, EventFacts facts)
    implements Variables {

  /** A longer text is cut to what a push can contain, so that no command becomes large by it. */
  private static final int LONGEST_TEXT = 4_096;

  /** Returns the facts of an event. */
  static EventVariables of(ChatMessageEvent event, EventSettings settings, Privacy privacy) {
    return new EventVariables(
        event.getAppId(),
        event.getMessageId(),
        event.getChannelId(),
        event.getEventType(),
        switch (privacy) {
          case FULL -> facts(event, settings.variables());
          case IDS_ONLY -> new EventFacts("", null, null, null, null, 0, null, Map.of());
        });
  }

  /** Returns the facts that a command carries. */
  public static EventVariables of(Push push, EventFacts facts) {
    return new EventVariables(
        push.getMessage().getAppId(),
        push.getMessage().getMessageId(),
        push.getChannelId(),
        push.getEventType(),
        facts);
  }

  private static EventFacts facts(ChatMessageEvent event, Set<String> variables) {
    return new EventFacts(
        event.getSenderId(),
        cut(event.getSenderName()),
        cut(event.getChannelName()),
        cut(event.getBody()),
        cut(event.getMedia()),
        event.getMediaCount(),
        cut(event.getReaction()),
        variables.isEmpty() ? Map.of() : used(event.getData(), variables));
  }

  private static Map<String, String> used(Map<String, String> data, Set<String> variables) {
    Map<String, String> used = new HashMap<>(data);
    used.keySet().retainAll(variables);
    return used;
  }

  private static @Nullable String cut(@Nullable String text) {
    if (text == null || text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  @Override
  public String eventType() {
    return type.name();
  }

  @Override
  public String senderId() {
    return facts.getSenderId();
  }

  @Override
  public @Nullable String senderName() {
    return facts.getSenderName();
  }

  @Override
  public @Nullable String channelName() {
    return facts.getChannelName();
  }

  @Override
  public @Nullable String message() {
    return facts.getBody();
  }

  @Override
  public @Nullable String mediaType() {
    return facts.getMedia();
  }

  @Override
  public int mediaCount() {
    return facts.getMediaCount();
  }

  @Override
  public @Nullable String reaction() {
    return facts.getReaction();
  }

  @Override
  public @Nullable String datum(String key) {
    return facts.getData().get(key);
  }

  /** Without what the event says. */
  @Override
  public String toString() {
    return "EventVariables[" + type + "]";
  }
}
