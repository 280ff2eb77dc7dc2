package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.chatpush.dispatch.push.JsonText;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as firebase-admin writes it, with gaps for what differs from push to push. Immutable.
 */
final class Skeleton {

  /** Is in the result where a push id goes, so that the same content gives the same bytes. */
  private static final byte[] NO_PUSH_ID = new UUID(0, 0).toString().getBytes(US_ASCII);

  private static final byte[] NOTHING = {};
  private static final int MEMBER_OVERHEAD = 6;

  private final byte[][] literals;
  private final Slot[] slots;
  private final int length;

  /**
   * @param literals what is before each slot, and after the last
   */
  Skeleton(List<byte[]> literals, List<Slot> slots) {
    this.literals = literals.toArray(byte[][]::new);
    this.slots = slots.toArray(Slot[]::new);
    length = literals.stream().mapToInt(literal -> literal.length).sum();
  }

  /** Returns the message of one push, with empty texts. */
  RenderedContent fill(PushContent content, Platform platform) {
    byte[][] values = new byte[slots.length][];
    int total = length;
    for (int i = 0; i < slots.length; i++) {
      values[i] = value(slots[i], content);
      total += values[i].length;
    }
    byte[] payload = new byte[total];
    List<Integer> pushIds = new ArrayList<>(2);
    List<Integer> titles = new ArrayList<>(2);
    List<Integer> bodies = new ArrayList<>(2);
    int timeToLive = -1;
    int at = append(payload, 0, literals[0]);
    for (int i = 0; i < slots.length; i++) {
      switch (slots[i]) {
        case PUSH_ID -> pushIds.add(at);
        case TITLE -> titles.add(at);
        case BODY -> bodies.add(at);
        case TIME_TO_LIVE -> timeToLive = at;
        case EXPIRATION,
            DATA,
            IMAGE,
            LINK,
            SOUND,
            BADGE,
            NOTIFICATION_COUNT,
            CATEGORY,
            COLLAPSE_KEY,
            COLLAPSE_ID,
            THREAD,
            ANALYTICS_LABEL,
            ANDROID_TAG,
            ANDROID_COLLAPSE_KEY,
            WEB_TOPIC,
            WEB_TAG -> {}
      }
      at = append(payload, at, values[i]);
      at = append(payload, at, literals[i + 1]);
    }
    return new RenderedContent(
        platform, ByteBuffer.wrap(payload), pushIds, timeToLive, titles, 0, bodies, 0, "");
  }

  private static byte[] value(Slot slot, PushContent content) {
    PushOptions options = content.options();
    return switch (slot) {
      case PUSH_ID -> NO_PUSH_ID;
      case TIME_TO_LIVE, TITLE, BODY -> NOTHING;
      case EXPIRATION -> number(content.expiresAt().getEpochSecond());
      case DATA -> members(content);
      case IMAGE -> text(options.image());
      case LINK -> text(options.link());
      case SOUND -> text(options.sound());
      case BADGE -> number(options.badge());
      case NOTIFICATION_COUNT -> number(options.notificationCount());
      case CATEGORY -> text(options.category());
      case COLLAPSE_KEY -> text(options.collapseKey());
      case COLLAPSE_ID -> text(HeaderNames.collapseId(present(options.collapseKey())));
      case THREAD -> text(options.thread());
      case ANALYTICS_LABEL -> text(options.analyticsLabel());
      case ANDROID_TAG -> text(options.androidTag());
      case ANDROID_COLLAPSE_KEY -> text(options.androidCollapseKey());
      case WEB_TOPIC -> {
        String topic = options.webTopic();
        yield text(HeaderNames.topic(topic == null ? present(options.collapseKey()) : topic));
      }
      case WEB_TAG -> text(options.webTag());
    };
  }

  private static byte[] text(@Nullable String value) {
    return JsonText.encode(present(value));
  }

  private static byte[] number(@Nullable Number value) {
    return present(value).toString().getBytes(US_ASCII);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a skeleton of other options");
    }
    return value;
  }

  /** Returns the data as members of an object, without braces. */
  private static byte[] members(PushContent content) {
    boolean textInData = content.options().textInData();
    byte[][] texts = new byte[2 * content.data().size()][];
    int count = 0;
    int total = -1;
    for (Map.Entry<String, String> datum : content.data().entrySet()) {
      if (!DataKeys.isRenderers(datum.getKey(), textInData)) {
        texts[count++] = JsonText.encode(datum.getKey());
        texts[count++] = JsonText.encode(datum.getValue());
        total += texts[count - 2].length + texts[count - 1].length + MEMBER_OVERHEAD;
      }
    }
    byte[] members = new byte[total];
    int at = 0;
    for (int i = 0; i < count; i += 2) {
      if (i > 0) {
        members[at++] = ',';
      }
      members[at++] = '"';
      at = append(members, at, texts[i]);
      members[at++] = '"';
      members[at++] = ':';
      members[at++] = '"';
      at = append(members, at, texts[i + 1]);
      members[at++] = '"';
    }
    return members;
  }

  private static int append(byte[] to, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, to, at, bytes.length);
    return at + bytes.length;
  }
}
