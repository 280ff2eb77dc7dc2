package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static io.chatpush.dispatch.fanout.Fixtures.aCommand;
import static io.chatpush.dispatch.fanout.Fixtures.aDevice;

import io.chatpush.apps.App;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.content.DefaultSettings;
import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.WildValues;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  private final ContentComposer composer = new ContentComposer(Fixtures.NAMING_RENDERER);
  private final RecordCodec codec;
  private final WildValues wild;
  private final PushCommand command;

  WildRecords(RecordCodec codec, long seed, int goodUsers) {
    this.codec = codec;
    List<String> users = IntStream.range(0, goodUsers).mapToObj(i -> "good" + i).toList();
    this.wild = new WildValues(seed, APP, users, NOW);
    command = aCommand("u1");
  }

  /** Returns the next record. */
  Wild next() {
    return switch (wild.below(10)) {
      case 0, 1, 2, 3 -> event();
      case 4, 5, 6 -> command(Topics.PUSH_COMMANDS);
      case 7 -> command(Topics.PUSH_COMMANDS_BULK);
      default -> device();
    };
  }

  private Wild event() {
    byte @Nullable [] value =
        switch (wild.below(4)) {
          case 0 -> wild.garbage();
          case 1 -> wild.changed(codec.encode(Topics.CHAT_MESSAGES, wildEvent()));
          default -> codec.encode(Topics.CHAT_MESSAGES, wildEvent());
        };
    return new Wild(Topics.CHAT_MESSAGES, record(wild.garbage(), value), tellsNobody(value));
  }

  private Wild command(String topic) {
    byte @Nullable [] value =
        switch (wild.below(4)) {
          case 0 -> wild.garbage();
          case 1 -> wild.changed(codec.encode(topic, wildCommand()));
          default -> codec.encode(topic, wildCommand());
        };
    return new Wild(topic, record(wild.garbage(), value), false);
  }

  /** A device that no good user registered, under a key that may be of one of them. */
  private Wild device() {
    String user = wild.rare(3) ? wild.user() : wild.text();
    String deviceId = "wild" + wild.below(20);
    UserDevice.Builder device =
        UserDevice.newBuilder(aDevice(user, deviceId, wild.any(Platform.values())));
    if (wild.rare(2)) {
      switch (wild.below(5)) {
        case 0 -> device.setAppId(wild.text());
        case 1 -> device.setUserId(wild.text());
        case 2 -> device.setDeviceId(wild.text());
        case 3 -> device.setAddressValue(wild.rare(2) ? "" : "a".repeat(wild.below(10_000)));
        default -> device.setRegisteredAt(wild.time()).setRefreshedAt(wild.time());
      }
    }
    byte[] key = RecordKeys.userDevice(APP, user, deviceId).getBytes(StandardCharsets.UTF_8);
    byte @Nullable [] value = codec.encode(Topics.USER_DEVICES, device.build());
    value =
        switch (wild.below(4)) {
          case 0 -> wild.garbage();
          case 1 -> wild.changed(value);
          default -> value;
        };
    return new Wild(Topics.USER_DEVICES, record(wild.rare(4) ? wild.garbage() : key, value), false);
  }

  private boolean tellsNobody(byte @Nullable [] value) {
    try {
      ChatMessageEvent event = codec.decode(ChatMessageEvent.class, Topics.CHAT_MESSAGES, value);
      return event.getRecipients().isEmpty()
          && Fixtures.keepsTheRules(event)
          && composer.compose(
                  event,
                  DefaultSettings.VALUE,
                  App.Privacy.FULL,
                  DefaultSettings.words(event),
                  0,
                  NOW)
              instanceof Composition.Composed;
    } catch (UndecodableRecordException e) {
      return false;
    }
  }

  private ChatMessageEvent wildEvent() {
    return wild.change(aChatMessage(wild.user())).build();
  }

  private PushCommand wildCommand() {
    PushCommand.Builder changed =
        PushCommand.newBuilder(command).setRecipients(List.of(wild.user()));
    Push.Builder push = changed.getPushBuilder();
    for (int changes = wild.below(3); changes >= 0; changes--) {
      switch (wild.below(15)) {
        case 0 -> push.getMessageBuilder().setAppId(wild.text());
        case 1 -> push.getMessageBuilder().setMessageId(wild.text());
        case 2 -> push.setChannelId(wild.text());
        case 3 -> changed.setRecipients(wild.texts());
        case 4 -> changed.setOnlyDeviceIds(wild.texts());
        case 5 -> push.setAttempt(wild.anyInt());
        case 6 -> push.getMessageBuilder().setSentAt(wild.time());
        case 7 -> push.getMessageBuilder().setFannedOutAt(wild.time());
        case 8 -> push.setExpiresAt(wild.time());
        case 9 -> push.setFirstFailedAt(wild.time());
        case 10 -> changed.setNotBefore(wild.time());
        case 11 -> changed.setContents(contents());
        case 12 -> push.setLane(wild.any(Lane.values()));
        case 13 -> push.setRedriveCount(wild.anyInt()).setRedriveId(wild.text());
        default ->
            push.setParkedCount(wild.anyInt()).getSourceBuilder().setPartition(wild.anyInt());
      }
    }
    return changed.build();
  }

  private List<RenderedContent> contents() {
    List<RenderedContent> contents = new ArrayList<>();
    for (int i = wild.below(3); i > 0; i--) {
      contents.add(
          new RenderedContent(
              wild.any(Platform.values()),
              ByteBuffer.wrap(wild.bytes(wild.below(wild.rare(20) ? 20_000 : 100))),
              wild.rare(2) ? List.of() : List.of(wild.anyInt(), wild.anyInt()),
              wild.anyInt(),
              wild.rare(2) ? List.of() : List.of(wild.anyInt()),
              wild.anyInt(),
              wild.rare(2) ? List.of() : List.of(wild.anyInt(), wild.anyInt()),
              wild.anyInt(),
              wild.text()));
    }
    return contents;
  }

  private TestRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
    // The driver takes no negative timestamp; LaneOrderTest has those.
    return new TestRecord<>(key, value, wild.headers(), Math.max(0, wild.timestamp()));
  }
}
