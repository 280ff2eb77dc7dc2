package io.chatpush.dispatch.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person calls an attachment. */
enum MediaKind {
  PHOTO,
  VIDEO,
  VOICE,
  GIF,
  FILE,
  ATTACHMENT;

  private final String keyword = name().toLowerCase(Locale.ROOT);

  /** The name in a select of a template and in the keys of the language files. */
  String keyword() {
    return keyword;
  }

  /** Returns the kind of the event's media, or null if it has none. */
  static @Nullable MediaKind of(Variables event) {
    String type = event.mediaType();
    if (type == null || Cleaning.isBlank(type)) {
      return event.mediaCount() > 0 ? ATTACHMENT : null;
    }
    return of(type.strip().toLowerCase(Locale.ROOT));
  }

  private static MediaKind of(String type) {
    if (type.equals("image/gif")) {
      return GIF;
    }
    int slash = type.indexOf('/');
    return switch (slash < 0 ? type : type.substring(0, slash)) {
      case "image" -> PHOTO;
      case "video" -> VIDEO;
      case "audio" -> VOICE;
      case "text", "application", "font", "model", "multipart", "message" -> FILE;
      default -> ATTACHMENT;
    };
  }
}
