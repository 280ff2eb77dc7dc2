package io.chatpush.dispatch.content;

import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.DataTooLarge;
import io.chatpush.dispatch.content.Composition.ReservedKey;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.events.ChatMessageEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says in a title, a text and data what happened in a chat, within FCM's limit. Only title and text
 * are shortened, the text first: data cut in two is of no use to an app. Thread-safe.
 *
 * <p>Beside the event's own data the app gets {@code message_id}, {@code channel_id}, {@code
 * event_type}, {@code sender_id} and {@code sent_at} (milliseconds since 1970). These names, and
 * {@code push_id}, are chatpush's: an event's datum of such a name gives way, so that an app can
 * rely on what it reads there.
 *
 * <p>FCM takes 4,096 bytes, of which these are not the content's:
 *
 * <ul>
 *   <li>up to 330 that rendering adds: names, platform options and the push id twice
 *   <li>about 200 that FCM adds for APNs, whose limit is the same
 *   <li>the rest of {@link #RESERVE} is for a count that includes the address, of up to 238
 * </ul>
 *
 * <p>Bytes are counted as JSON in UTF-8 has them, escapes included, which is what APNs counts and
 * never less than what FCM does.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: limits</a>
 */
public final class ContentComposer {

  /** FCM's and APNs' limit, in bytes. */
  static final int FCM_LIMIT = 4096;

  /** What of the limit is not the content's. */
  static final int RESERVE = 768;

  /** Title, text, conversation and data together. */
  static final int LIMIT = FCM_LIMIT - RESERVE;

  /** Below this a title and a text say nothing: both get half of it. */
  static final int LEAST_TEXT = 256;

  /** No platform shows more of a title. */
  static final int LONGEST_TITLE = 512;

  /** Quotes, colon and comma around a member of JSON. */
  private static final int MEMBER_OVERHEAD = 6;

  /**
   * Composes the push of an event; the same event always gives the same.
   *
   * @param event of a known type
   * @param expiresAt after this moment nobody wants the push
   */
  public Composition compose(ChatMessageEvent event, Instant expiresAt) {
    Optional<String> reserved =
        event.getData().keySet().stream()
            .filter(ReservedKeys::contain)
            .min(Comparator.naturalOrder());
    if (reserved.isPresent()) {
      return new ReservedKey(reserved.get());
    }
    Map<String, String> data = data(event);
    int fixed = JsonText.length(event.getChannelId());
    for (Map.Entry<String, String> datum : data.entrySet()) {
      fixed +=
          JsonText.length(datum.getKey()) + JsonText.length(datum.getValue()) + MEMBER_OVERHEAD;
    }
    if (fixed > LIMIT - LEAST_TEXT) {
      return new DataTooLarge(fixed, LIMIT - LEAST_TEXT);
    }
    int room = LIMIT - fixed;
    Wording wording = Wording.of(event);
    String title = JsonText.shorten(wording.title(), Math.min(LONGEST_TITLE, room / 2));
    String body = JsonText.shorten(wording.body(), room - JsonText.length(title));
    return new Composed(
        new PushContent(title, body, event.getChannelId(), data, event.getPriority(), expiresAt));
  }

  private static Map<String, String> data(ChatMessageEvent event) {
    Map<String, String> data = new HashMap<>(event.getData());
    data.put("message_id", event.getMessageId());
    data.put("channel_id", event.getChannelId());
    data.put("event_type", event.getEventType().name());
    data.put("sender_id", event.getSenderId());
    data.put("sent_at", Long.toString(event.getSentAt().toEpochMilli()));
    return data;
  }
}
