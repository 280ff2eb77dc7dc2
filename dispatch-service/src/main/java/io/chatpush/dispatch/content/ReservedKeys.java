package io.chatpush.dispatch.content;

/**
 * Keys of data that FCM refuses. {@code gcm.} as a whole, where FCM names {@code gcm.notification.}
 * alone: it has used others for its own ends.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">FCM:
 *     Message.data</a>
 */
final class ReservedKeys {

  private ReservedKeys() {}

  static boolean contain(String key) {
    return key.equals("from")
        || key.equals("message_type")
        || key.startsWith("google.")
        || key.startsWith("gcm.");
  }

  /** Describes a reserved key without quoting more of it than what FCM reserves. */
  static String describe(String key) {
    if (key.startsWith("google.")) {
      return "a key that begins with \"google.\"";
    }
    return key.startsWith("gcm.") ? "a key that begins with \"gcm.\"" : "the key \"" + key + "\"";
  }
}
