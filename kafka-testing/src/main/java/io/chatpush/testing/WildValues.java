package io.chatpush.testing;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Values of records as a principal with write access to Kafka may choose them: random bytes,
 * extreme numbers and times, texts of any length and content, and valid bytes with some changed.
 * Repeatable by its seed. Used by one thread.
 */
public final class WildValues {

  private static final int[] INTS = {Integer.MIN_VALUE, -1, 0, 1, 2, 36, Integer.MAX_VALUE};

  private final RandomGenerator random;
  private final String app;
  private final List<String> users;
  private final Instant now;
  private final long[] times;

  /**
   * @param app an app that exists
   * @param users some users of that app who have devices
   * @param now the present, from which a part of the times are derived
   */
  public WildValues(long seed, String app, List<String> users, Instant now) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.app = app;
    this.users = List.copyOf(users);
    this.now = now;
    this.times =
        new long[] {
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          -1,
          0,
          1,
          now.getEpochSecond(),
          now.toEpochMilli() * 1_000,
          now.toEpochMilli() * 1_000_000,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE
        };
  }

  /** Returns a number from 0 to below the limit. */
  public int below(int limit) {
    return random.nextInt(limit);
  }

  /** Returns true once in that number of calls on average. */
  public boolean rare(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** Returns one of the values. */
  public <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Returns any number, an extreme one in half of the calls. */
  public int anyInt() {
    return rare(2) ? INTS[random.nextInt(INTS.length)] : random.nextInt();
  }

  /** Returns one of the users. */
  public String user() {
    return users.get(random.nextInt(users.size()));
  }

  /** Changes one to three fields of an event, in most cases to values that are refused. */
  public ChatMessageEvent.Builder change(ChatMessageEvent.Builder event) {
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      switch (random.nextInt(21)) {
        case 0 -> event.setAppId(text());
        case 1 -> event.setMessageId(text());
        case 2 -> event.setChannelId(text());
        case 3 -> event.setSenderId(text());
        case 4 -> event.setSenderName(text());
        case 5 -> event.setChannelName(text());
        case 6 -> event.setBody(text());
        case 7 -> event.setMedia(text());
        case 8 -> event.setSentAt(time());
        case 9 -> event.setExpiresAt(time());
        case 10 -> event.setSentAt(time()).setExpiresAt(time());
        case 11 -> event.setRecipients(texts());
        case 12 -> event.setExclude(texts()).setMentions(texts());
        case 13 -> event.setOnlyDeviceIds(texts());
        case 14 -> event.setEventType(any(ChatEventType.values()));
        case 15 -> event.setAudience(any(Audience.values()));
        case 16 -> event.setData(data());
        case 17 -> event.setImage(text()).setSilent(random.nextBoolean());
        case 18 -> event.setLink("https://" + text()).setBadge(anyInt());
        case 19 ->
            event
                .setSound(text())
                .setCategory(text())
                .setCollapseKey(text())
                .setThread(text())
                .setAnalyticsLabel(text());
        default -> event.setRecipients(List.of(user(), "sender"));
      }
    }
    return event;
  }

  private Map<String, String> data() {
    Map<String, String> data = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      data.put(rare(4) ? "gcm." + text() : text(), text());
    }
    return data;
  }

  /** Returns up to four users or texts, and in rare cases about a thousand. */
  public List<String> texts() {
    if (rare(500)) {
      int many = random.nextInt(990, 1_010);
      List<String> ids = new ArrayList<>(many);
      for (int i = 0; i < many; i++) {
        ids.add("u" + i);
      }
      return ids;
    }
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      texts.add(rare(3) ? text() : user());
    }
    return texts;
  }

  /**
   * Returns a text: empty, long, with control characters, not well-formed, or an id that exists.
   */
  public String text() {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> " ";
      case 2 -> "x".repeat(random.nextInt(rare(50) ? 100_000 : 600));
      case 3 -> "a\n\u0000\u001b]0;title\u0007\u202e|%";
      case 4 -> new String(bytes(random.nextInt(40)), StandardCharsets.UTF_8);
      case 5 -> "\ud83d\ude00".repeat(random.nextInt(100));
      case 6 -> app;
      case 7 -> user();
      default -> "wild" + random.nextInt(20);
    };
  }

  /** Returns any time, an extreme one or one in a wrong unit in a third of the calls. */
  public Instant time() {
    return Instant.ofEpochMilli(
        switch (random.nextInt(3)) {
          case 0 -> extremeMillis();
          case 1 -> random.nextLong();
          default -> now.toEpochMilli() + random.nextLong(-100_000_000_000L, 100_000_000_000L);
        });
  }

  /** Returns an extreme time, or the present in a wrong unit, as milliseconds. */
  public long extremeMillis() {
    return times[random.nextInt(times.length)];
  }

  /** Returns a timestamp of a record: extreme, any, or the present. */
  public long timestamp() {
    return switch (random.nextInt(3)) {
      case 0 -> extremeMillis();
      case 1 -> random.nextLong();
      default -> now.toEpochMilli();
    };
  }

  /** Returns up to three headers, and in rare cases 20,000. */
  public Headers headers() {
    Headers headers = new RecordHeaders();
    int count = rare(20_000) ? 20_000 : rare(2) ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      headers.add(
          rare(4) ? DeadLetterHeaders.NOT_KEPT : text(),
          rare(5) ? null : bytes(random.nextInt(90)));
    }
    return headers;
  }

  /** Returns random bytes or null, and in rare cases more than a broker takes in one record. */
  public byte @Nullable [] garbage() {
    if (rare(10)) {
      return null;
    }
    return bytes(rare(10_000) ? 1_100_000 : random.nextInt(300));
  }

  /** Returns a copy that is cut off, extended with zeros, or has up to four bytes changed. */
  public byte[] changed(byte[] bytes) {
    if (rare(3)) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
    }
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  /** Returns that number of random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
