package io.chatpush.benchmark.serde;

import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.events.AddressType;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.PushTarget;
import io.chatpush.events.RecordPlace;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.events.UserDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records as the pipeline has them: a message to a user with an Android device and another. */
public final class SampleRecords {

  /** The recipient. */
  public static final String USER = "user-00001";

  private static final Instant SENT_AT = Instant.ofEpochSecond(1_800_000_000);

  /** About as long as what is rendered for a message of 80 characters. */
  private static final String PAYLOAD = "{\"data\":{\"message_id\":\"" + "x".repeat(460) + "\"}}";

  private SampleRecords() {}

  /** One command. */
  public static PushCommand command() {
    return PushCommand.newBuilder()
        .setPush(push())
        .setRecipients(List.of(USER))
        .setContents(contents(Platform.ANDROID, Platform.IOS, Platform.WEB))
        .build();
  }

  /** The recipient's devices. */
  public static List<UserDevice> devices() {
    List<UserDevice> devices = new ArrayList<>();
    for (int device = 2; device < 4; device++) {
      devices.add(
          UserDevice.newBuilder()
              .setAppId(Population.APP)
              .setUserId(USER)
              .setDeviceId("device-%06d".formatted(device))
              .setAddressType(AddressType.TOKEN)
              .setAddressValue(Population.address(device))
              .setPlatform(Population.platform(device))
              .setRegisteredAt(SENT_AT)
              .setRefreshedAt(SENT_AT)
              .build());
    }
    return devices;
  }

  static PushRequest request() {
    List<RequestDevice> devices = new ArrayList<>();
    for (UserDevice device : devices()) {
      devices.add(
          new RequestDevice(
              device.getDeviceId(),
              device.getPlatform(),
              device.getAddressType(),
              device.getAddressValue(),
              devices.size()));
    }
    return PushRequest.newBuilder()
        .setPush(push())
        .setUserId(USER)
        .setJoinedAt(SENT_AT)
        .setContents(contents(Platform.ANDROID, Platform.WEB))
        .setDevices(devices)
        .build();
  }

  static PushOutcome outcome() {
    return PushOutcome.newBuilder()
        .setMessage(message())
        .setTarget(new PushTarget("1c8a4b8e-6f1d-5c8e-9f53-2f6b1b2c3d4e", USER, "device-000002"))
        .setPlatform(Platform.ANDROID)
        .setOutcome(Outcome.ACCEPTED)
        .setFcmMessageId("projects/demo/messages/0:1800000000000000%1234567890abcdef")
        .setAttempt(1)
        .setDecidedAt(SENT_AT)
        .build();
  }

  private static Push push() {
    return Push.newBuilder()
        .setMessage(message())
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-0001")
        .setPriority(MessagePriority.HIGH)
        .setExpiresAt(SENT_AT.plusSeconds(3_600))
        .setSource(new RecordPlace("chat.messages", 3, 1_000_000L))
        .build();
  }

  private static ChatMessageRef message() {
    return new ChatMessageRef(Population.APP, "message-1", SENT_AT, SENT_AT);
  }

  private static List<RenderedContent> contents(Platform... platforms) {
    List<RenderedContent> contents = new ArrayList<>();
    for (Platform platform : platforms) {
      contents.add(
          RenderedContent.newBuilder()
              .setPlatform(platform)
              .setPayload(ByteBuffer.wrap(PAYLOAD.getBytes(StandardCharsets.UTF_8)))
              .setPushIdOffsets(List.of(30, 80))
              .setTtlOffset(120)
              .build());
    }
    return contents;
  }
}
