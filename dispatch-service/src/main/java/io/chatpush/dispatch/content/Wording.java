package io.chatpush.dispatch.content;

import io.chatpush.events.ChatMessageEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of a push, in full length. */
record Wording(String title, String body) {

  static Wording of(ChatMessageEvent event) {
    String sender = shown(event.getSenderName(), event.getSenderId());
    String channel = event.getChannelName();
    if (channel == null || channel.isBlank()) {
      return switch (event.getEventType()) {
        case NEW_MESSAGE, NEW_MEDIA_MESSAGE, MESSAGE_EDITED, THREAD_REPLY, REACTION, CALL, CUSTOM ->
            new Wording(sender, message(event));
        case ADDED_TO_CHANNEL -> new Wording(sender, "Added you to a conversation");
        case INVITED_TO_CHANNEL -> new Wording(sender, "Invited you to a conversation");
        case REMOVED_FROM_CHANNEL -> new Wording(sender, "Removed you from a conversation");
        case UNKNOWN -> throw unknownType();
      };
    }
    return switch (event.getEventType()) {
      case NEW_MESSAGE, NEW_MEDIA_MESSAGE, MESSAGE_EDITED, THREAD_REPLY, REACTION, CALL, CUSTOM ->
          new Wording(sender + " in " + channel, message(event));
      case ADDED_TO_CHANNEL -> new Wording(channel, sender + " added you");
      case INVITED_TO_CHANNEL -> new Wording(channel, sender + " invited you");
      case REMOVED_FROM_CHANNEL -> new Wording(channel, sender + " removed you");
      case UNKNOWN -> throw unknownType();
    };
  }

  private static IllegalArgumentException unknownType() {
    return new IllegalArgumentException("the rules let no event of an unknown type pass");
  }

  private static String shown(@Nullable String name, String id) {
    return name == null || name.isBlank() ? id : name;
  }

  private static String message(ChatMessageEvent event) {
    String body = event.getBody();
    if (body != null && !body.isBlank()) {
      return body;
    }
    String media = event.getMedia();
    if (media == null || media.isBlank()) {
      return "Sent a message";
    }
    String type = media.strip().toLowerCase(Locale.ROOT);
    if (type.equals("image/gif")) {
      return "Sent a GIF";
    }
    int slash = type.indexOf('/');
    return switch (slash < 0 ? type : type.substring(0, slash)) {
      case "image" -> "Sent a photo";
      case "video" -> "Sent a video";
      case "audio" -> "Sent a voice message";
      case "text", "application", "font", "model", "multipart", "message" -> "Sent a file";
      default -> "Sent an attachment";
    };
  }
}
