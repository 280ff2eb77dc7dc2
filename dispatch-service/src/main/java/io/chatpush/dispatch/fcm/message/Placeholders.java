package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.MessagePriority;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stand in a message of firebase-admin's model for what differs from push to push, to be found
 * again in its bytes. They are drawn at random for each process and never leave it, so no setting
 * of an app can contain one.
 */
final class Placeholders {

  /**
   * The key of the data under which the data of a push is inserted. It is the same in each process,
   * because the model keeps the data in a hash map, whose order depends on the keys.
   */
  static final String DATA_KEY = "*";

  private final String target = UUID.randomUUID().toString();
  private final String texts = UUID.randomUUID().toString().substring(0, 32);
  private final long timeToLiveSeconds;
  private final int badge;
  private final int notificationCount;

  /** What is found in the bytes of a message, by slot. Android has numbers, browsers strings. */
  private final Map<Slot, List<byte[]>> found = new EnumMap<>(Slot.class);

  private final byte[] targetMember;

  private Placeholders(SecureRandom random) {
    // 50 bits, 16 digits of seconds: the largest number that fits a long in milliseconds.
    timeToLiveSeconds = random.nextLong(1L << 52, 1L << 53);
    badge = random.nextInt(1_000_000_000, 1_500_000_000);
    notificationCount = random.nextInt(1_500_000_000, Integer.MAX_VALUE);
    targetMember = ("\"fid\":\"" + target + '"').getBytes(US_ASCII);
    for (Slot slot : Slot.values()) {
      found.put(slot, List.of(text(slot).getBytes(US_ASCII)));
    }
    // As the model formats it: in the digits of the default locale.
    byte[] seconds = "%d".formatted(timeToLiveSeconds).getBytes(UTF_8);
    found.put(Slot.TIME_TO_LIVE, List.of(seconds, text(Slot.TIME_TO_LIVE).getBytes(US_ASCII)));
    found.put(Slot.BADGE, List.of(Integer.toString(badge).getBytes(US_ASCII)));
    found.put(
        Slot.NOTIFICATION_COUNT, List.of(Integer.toString(notificationCount).getBytes(US_ASCII)));
    String data = "\"" + DATA_KEY + "\":\"" + text(Slot.DATA) + '"';
    found.put(Slot.DATA, List.of(data.getBytes(US_ASCII)));
  }

  static Placeholders random() {
    return new Placeholders(new SecureRandom());
  }

  String target() {
    return target;
  }

  /** Returns the placeholder of a slot whose value is a string. It is a valid analytics label. */
  String text(Slot slot) {
    return texts + slot.name();
  }

  long androidTtlMillis() {
    return timeToLiveSeconds * 1000;
  }

  /**
   * Returns the options with placeholders for all values that may be an event's own, so that they
   * are equal for pushes whose messages differ in these values only.
   */
  PushOptions inPlaceOf(PushOptions options) {
    return new PushOptions(
        options.display(),
        options.textInData(),
        options.priority() == MessagePriority.UNKNOWN ? MessagePriority.HIGH : options.priority(),
        text(options.image(), Slot.IMAGE),
        text(options.link(), Slot.LINK),
        text(options.sound(), Slot.SOUND),
        options.badge() == null ? null : Integer.valueOf(badge),
        options.notificationCount() == null ? null : Integer.valueOf(notificationCount),
        options.icon(),
        text(options.category(), Slot.CATEGORY),
        text(options.collapseKey(), Slot.COLLAPSE_KEY),
        text(options.thread(), Slot.THREAD),
        options.silent(),
        text(options.analyticsLabel(), Slot.ANALYTICS_LABEL),
        text(options.androidTag(), Slot.ANDROID_TAG),
        text(options.androidCollapseKey(), Slot.ANDROID_COLLAPSE_KEY),
        text(options.webTopic(), Slot.WEB_TOPIC),
        text(options.webTag(), Slot.WEB_TAG),
        options.android(),
        options.apns(),
        options.web());
  }

  private @Nullable String text(@Nullable String value, Slot slot) {
    return value == null ? null : text(slot);
  }

  /** Takes the target and the placeholders out of a message. */
  Skeleton cutOut(byte[] json) {
    byte[] message = withoutTarget(json);
    List<byte[]> literals = new ArrayList<>();
    List<Slot> slots = new ArrayList<>();
    int literal = 0;
    for (int i = 0; i < message.length; ) {
      Slot slot = null;
      int length = 1;
      for (Map.Entry<Slot, List<byte[]>> candidate : found.entrySet()) {
        for (byte[] placeholder : candidate.getValue()) {
          if (isAt(message, i, placeholder)) {
            slot = candidate.getKey();
            length = placeholder.length;
          }
        }
      }
      if (slot != null) {
        literals.add(Arrays.copyOfRange(message, literal, i));
        slots.add(slot);
        literal = i + length;
      }
      i += length;
    }
    literals.add(Arrays.copyOfRange(message, literal, message.length));
    return new Skeleton(literals, slots);
  }

  private byte[] withoutTarget(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (isAt(json, i, targetMember)) {
        int end = i + targetMember.length;
        // With the comma after it, or before it where it is the last member.
        boolean isLast = json[end] != ',';
        int from = isLast ? i - 1 : i;
        int to = isLast ? end : end + 1;
        byte[] rest = new byte[json.length - (to - from)];
        System.arraycopy(json, 0, rest, 0, from);
        System.arraycopy(json, to, rest, from, json.length - to);
        return rest;
      }
    }
    throw new IllegalStateException("firebase-admin writes a message in a form unknown here");
  }

  private static boolean isAt(byte[] in, int from, byte[] wanted) {
    int to = from + wanted.length;
    return to <= in.length && Arrays.equals(in, from, to, wanted, 0, wanted.length);
  }
}
