package io.chatpush.dispatch.fanout;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static io.chatpush.dispatch.fanout.Fixtures.aDevice;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
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
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as a holder of the Kafka login may write them: random bytes, valid records with extreme
 * values, and those with bytes changed; with any key, headers and timestamp. Repeatable by its
 * seed.
 */
final class WildRecords {

  /**
   * A record for one of the topics that fan-out and join read.
   *
   * @param tellsNobody whether it is an event without recipients, which leads to nothing
   */
  record Wild(String topic, TestRecord<byte[], byte[]> record, boolean tellsNobody) {}

  private static final long[] TIMES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1,
    0,
    1,
    NOW.getEpochSecond(),
    NOW.toEpochMilli() * 1_000,
    NOW.toEpochMilli() * 1_000_000,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };
  private static final int[] INTS = {Integer.MIN_VALUE, -1, 0, 1, 2, 36, Integer.MAX_VALUE};

  private final RecordCodec codec;
  private final RandomGenerator random;
  private final int goodUsers;
  private final PushCommand command;

  WildRecords(RecordCodec codec, long seed, int goodUsers) {
    this.codec = codec;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.goodUsers = goodUsers;
    FanOut.FannedOut fannedOut =
        (FanOut.FannedOut)
            Fixtures.fanOut()
                .fanOut(
                    aChatMessage("u1").build(),
                    new SourceRecord(Topics.CHAT_MESSAGES, 0, 0),
                    Fixtures.PARTITIONS,
                    NOW);
    command = fannedOut.commands().getFirst();
  }

  /** Returns the next record. */
  Wild next() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> event();
      case 4, 5, 6 -> command(Topics.PUSH_COMMANDS);
      case 7 -> command(Topics.PUSH_COMMANDS_BULK);
      default -> device();
    };
  }

  private Wild event() {
    byte @Nullable [] value =
        switch (random.nextInt(4)) {
          case 0 -> garbage();
          case 1 -> changed(codec.encode(Topics.CHAT_MESSAGES, wildEvent()));
          default -> codec.encode(Topics.CHAT_MESSAGES, wildEvent());
        };
    return new Wild(Topics.CHAT_MESSAGES, record(garbage(), value), tellsNobody(value));
  }

  private Wild command(String topic) {
    byte @Nullable [] value =
        switch (random.nextInt(4)) {
          case 0 -> garbage();
          case 1 -> changed(codec.encode(topic, wildCommand()));
          default -> codec.encode(topic, wildCommand());
        };
    return new Wild(topic, record(garbage(), value), false);
  }

  /** A device that no good user registered, under a key that may be of one of them. */
  private Wild device() {
    String user = rare(3) ? "good" + random.nextInt(goodUsers) : text();
    String deviceId = "wild" + random.nextInt(20);
    UserDevice.Builder device =
        UserDevice.newBuilder(aDevice(user, deviceId, any(Platform.values())));
    if (rare(2)) {
      switch (random.nextInt(5)) {
        case 0 -> device.setAppId(text());
        case 1 -> device.setUserId(text());
        case 2 -> device.setDeviceId(text());
        case 3 -> device.setAddressValue(rare(2) ? "" : "a".repeat(random.nextInt(10_000)));
        default -> device.setRegisteredAt(time()).setRefreshedAt(time());
      }
    }
    byte[] key = RecordKeys.userDevice(APP, user, deviceId).getBytes(StandardCharsets.UTF_8);
    byte @Nullable [] value = codec.encode(Topics.USER_DEVICES, device.build());
    value =
        switch (random.nextInt(4)) {
          case 0 -> garbage();
          case 1 -> changed(value);
          default -> value;
        };
    return new Wild(Topics.USER_DEVICES, record(rare(4) ? garbage() : key, value), false);
  }

  private boolean tellsNobody(byte @Nullable [] value) {
    try {
      ChatMessageEvent event = codec.decode(ChatMessageEvent.class, Topics.CHAT_MESSAGES, value);
      return event.getRecipients().isEmpty()
          && new ChatEventRules(APP::equals).check(event, NOW) == null
          && event.getData().keySet().stream().noneMatch(key -> key.startsWith("gcm."))
          && event.getData().values().stream().mapToInt(String::length).sum() < 2_000;
    } catch (UndecodableRecordException e) {
      return false;
    }
  }

  private ChatMessageEvent wildEvent() {
    ChatMessageEvent.Builder event = aChatMessage("good" + random.nextInt(goodUsers));
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      switch (random.nextInt(18)) {
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
        default -> event.setRecipients(List.of("good" + random.nextInt(goodUsers), "sender"));
      }
    }
    return event.build();
  }

  private PushCommand wildCommand() {
    PushCommand.Builder wild =
        PushCommand.newBuilder(command).setRecipients(List.of("good" + random.nextInt(goodUsers)));
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      switch (random.nextInt(15)) {
        case 0 -> wild.setAppId(text());
        case 1 -> wild.setMessageId(text());
        case 2 -> wild.setChannelId(text());
        case 3 -> wild.setRecipients(texts());
        case 4 -> wild.setOnlyDeviceIds(texts());
        case 5 -> wild.setAttempt(any());
        case 6 -> wild.setSentAt(time());
        case 7 -> wild.setFannedOutAt(time());
        case 8 -> wild.setExpiresAt(time());
        case 9 -> wild.setFirstFailedAt(time());
        case 10 -> wild.setNotBefore(time());
        case 11 -> wild.setContents(contents());
        case 12 -> wild.setLane(any(Lane.values()));
        case 13 -> wild.setRedriveCount(any()).setRedriveId(text());
        default -> wild.setParkedCount(any()).setSourcePartition(any());
      }
    }
    return wild.build();
  }

  private List<RenderedContent> contents() {
    List<RenderedContent> contents = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      contents.add(
          new RenderedContent(
              any(Platform.values()),
              text(),
              ByteBuffer.wrap(bytes(random.nextInt(rare(20) ? 20_000 : 100))),
              rare(2) ? List.of() : List.of(any(), any()),
              any()));
    }
    return contents;
  }

  private Map<String, String> data() {
    Map<String, String> data = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      data.put(rare(4) ? "gcm." + text() : text(), text());
    }
    return data;
  }

  private List<String> texts() {
    if (rare(500)) {
      int many = random.nextInt(990, 1_010);
      List<String> users = new ArrayList<>(many);
      for (int i = 0; i < many; i++) {
        users.add("u" + i);
      }
      return users;
    }
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      texts.add(rare(3) ? text() : "good" + random.nextInt(goodUsers));
    }
    return texts;
  }

  private String text() {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> " ";
      case 2 -> "x".repeat(random.nextInt(rare(50) ? 100_000 : 600));
      case 3 -> "a\n\u0000\u001b]0;title\u0007\u202e|%";
      case 4 -> new String(bytes(random.nextInt(40)), StandardCharsets.UTF_8);
      case 5 -> "\ud83d\ude00".repeat(random.nextInt(100));
      case 6 -> APP;
      case 7 -> "good" + random.nextInt(goodUsers);
      default -> "wild" + random.nextInt(20);
    };
  }

  private Instant time() {
    return Instant.ofEpochMilli(
        switch (random.nextInt(3)) {
          case 0 -> TIMES[random.nextInt(TIMES.length)];
          case 1 -> random.nextLong();
          default -> NOW.toEpochMilli() + random.nextLong(-100_000_000_000L, 100_000_000_000L);
        });
  }

  private int any() {
    return rare(2) ? INTS[random.nextInt(INTS.length)] : random.nextInt();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private TestRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
    // The driver takes no negative timestamp; LaneOrderTest has those.
    long timestamp =
        switch (random.nextInt(3)) {
          case 0 -> Math.max(0, TIMES[random.nextInt(TIMES.length)]);
          case 1 -> random.nextLong() & Long.MAX_VALUE;
          default -> NOW.toEpochMilli();
        };
    return new TestRecord<>(key, value, headers(), timestamp);
  }

  private Headers headers() {
    Headers headers = new RecordHeaders();
    int count = rare(20_000) ? 20_000 : rare(2) ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      headers.add(
          rare(4) ? DeadLetterHeaders.NOT_KEPT : text(),
          rare(5) ? null : bytes(random.nextInt(90)));
    }
    return headers;
  }

  private byte @Nullable [] garbage() {
    if (rare(10)) {
      return null;
    }
    return bytes(rare(10_000) ? 1_100_000 : random.nextInt(300));
  }

  private byte[] changed(byte[] bytes) {
    if (rare(3)) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
    }
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private boolean rare(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
