package io.chatpush.dispatch.push;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a push says, before it is put into FCM's words for a platform.
 *
 * @param title first line of the notification, in full length
 * @param body the rest of it, in full length
 * @param locale of title and body, a BCP 47 tag; empty where it is not known
 * @param data handed to the app as it is, in the order of its keys
 * @param options how the push appears
 * @param expiresAt after this moment the push is worthless
 */
public record PushContent(
    String title,
    String body,
    String locale,
    Map<String, String> data,
    PushOptions options,
    Instant expiresAt) {

  public PushContent {
    data =
        Collections.unmodifiableSortedMap(
            data instanceof SortedMap<String, String> sorted
                ? new TreeMap<>(sorted)
                : new TreeMap<>(data));
  }

  /** Without what it says: that is nobody's business but the recipient's. */
  @Override
  public String toString() {
    return "PushContent[" + options + ", expires " + expiresAt + "]";
  }
}
