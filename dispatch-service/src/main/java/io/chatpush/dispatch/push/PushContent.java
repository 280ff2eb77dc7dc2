package io.chatpush.dispatch.push;

import io.chatpush.events.MessagePriority;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a push says, before it is put into FCM's words for a platform.
 *
 * @param title first line of the notification
 * @param body the rest of it, already short enough; {@code null} where there is nothing to say
 * @param threadId groups notifications of a conversation on the device
 * @param data handed to the app as it is
 * @param priority how urgent; UNKNOWN is treated as HIGH
 * @param expiresAt after this moment the push is worthless
 */
public record PushContent(
    String title,
    @Nullable String body,
    String threadId,
    Map<String, String> data,
    MessagePriority priority,
    Instant expiresAt) {

  public PushContent {
    data = Map.copyOf(data);
  }

  /** Without what it says: that is nobody's business but the recipient's. */
  @Override
  public String toString() {
    return "PushContent[" + priority + ", expires " + expiresAt + "]";
  }
}
