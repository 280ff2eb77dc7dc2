package io.chatpush.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys of data that FCM refuses. {@code gcm.} as a whole, where FCM names {@code gcm.notification.}
 * alone: it has used others for its own ends.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">FCM:
 *     Message.data</a>
 */
public final class ReservedKeys {

  private static final List<String> PREFIXES = List.of("google.", "gcm.");

  private ReservedKeys() {}

  /**
   * Returns the first of the keys, by their order, that FCM refuses; {@code null} if it takes all.
   */
  public static @Nullable String first(Set<String> keys) {
    String first = null;
    for (String key : keys) {
      if (contain(key) && (first == null || key.compareTo(first) < 0)) {
        first = key;
      }
    }
    return first;
  }

  private static boolean contain(String key) {
    return key.equals("from") || key.equals("message_type") || prefix(key) != null;
  }

  /** Describes a reserved key without quoting more of it than what FCM reserves. */
  public static String describe(String key) {
    String prefix = prefix(key);
    return prefix == null ? "the key \"" + key + "\"" : "a key that begins with \"" + prefix + "\"";
  }

  private static @Nullable String prefix(String key) {
    for (String prefix : PREFIXES) {
      if (key.startsWith(prefix)) {
        return prefix;
      }
    }
    return null;
  }
}
