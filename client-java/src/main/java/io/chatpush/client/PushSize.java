package io.chatpush.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upper bound of the bytes that the data, the ids and the options of an event take in a push.
 * FCM and APNs take 4,096 bytes, of which chatpush keeps 256 for title and text; only these two are
 * shortened. The bound is for an app that sets no options of its own. It is never less than what
 * chatpush computes, and less than 100 bytes more for an event without options.
 */
final class PushSize {

  /** The bytes that are left for the values of an event, beside what each push has. */
  static final int LIMIT = 2_840;

  /** The quotes, the colon and the comma of a datum. */
  private static final int DATUM = 6;

  /** More than the name of any option, with its quotes, and than the object around it. */
  private static final int OPTION = 48;

  /** The longest form of a collapse key in a header of a push service. */
  private static final int TOPIC = 32;

  private PushSize() {}

  /** Returns the bound. */
  static int of(ChatMessage.Builder event) {
    long bytes =
        length(event.messageId)
            + 2L * length(event.channelId) // a datum, and the group of notifications
            + length(event.senderId)
            + option(event.customType, 1)
            + option(event.image, 1)
            + option(event.link, 2) // a datum, and what a click opens in a browser
            + option(event.sound, 1)
            + option(event.category, 1)
            + option(event.collapseKey, 1)
            + (event.collapseKey == null ? 0 : TOPIC + OPTION)
            + option(event.thread, 1)
            + option(event.analyticsLabel, 1)
            + (event.badge == null ? 0 : OPTION)
            + (event.silent == null ? 0 : OPTION);
    for (Map.Entry<String, String> datum : event.data.entrySet()) {
      bytes += length(datum.getKey()) + length(datum.getValue()) + DATUM;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static long option(@Nullable String value, int places) {
    return value == null ? 0 : places * (length(value) + OPTION);
  }

  /** Returns the bytes of the text within a JSON string. */
  private static long length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += length(codePoint);
      i += Character.charCount(codePoint);
    }
    return bytes;
  }

  private static int length(int codePoint) {
    if (codePoint < 0x20 || codePoint == 0x2028 || codePoint == 0x2029) {
      return 6;
    }
    if (codePoint < 0x80) {
      return codePoint == '"' || codePoint == '\\' ? 2 : 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
