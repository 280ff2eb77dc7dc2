package io.chatpush.dispatch.content;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of a push, in full length. */
record Wording(String title, String body) {

  static Wording of(ChatFacts facts) {
    String sender = shown(facts.senderName(), facts.senderId());
    String channel = facts.channelName();
    if (channel == null || channel.isBlank()) {
      return switch (facts.event()) {
        case NEW_MESSAGE -> new Wording(sender, message(facts));
        case ADDED_TO_CHANNEL -> new Wording(sender, "Added you to a conversation");
        case INVITED_TO_CHANNEL -> new Wording(sender, "Invited you to a conversation");
        case REMOVED_FROM_CHANNEL -> new Wording(sender, "Removed you from a conversation");
      };
    }
    return switch (facts.event()) {
      case NEW_MESSAGE -> new Wording(sender + " in " + channel, message(facts));
      case ADDED_TO_CHANNEL -> new Wording(channel, sender + " added you");
      case INVITED_TO_CHANNEL -> new Wording(channel, sender + " invited you");
      case REMOVED_FROM_CHANNEL -> new Wording(channel, sender + " removed you");
    };
  }

  private static String shown(@Nullable String name, String id) {
    return name == null || name.isBlank() ? id : name;
  }

  private static String message(ChatFacts facts) {
    String body = facts.body();
    if (body != null && !body.isBlank()) {
      return body;
    }
    String media = facts.media();
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
