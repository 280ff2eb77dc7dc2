package io.chatpush.schemas;

import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChannelMembership;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Lane;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.NotificationLevel;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.events.UserDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** One of each record of the contract, with every field set to something telling. */
public final class Records {

  private static final Instant SENT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String PUSH_ID = "00000000-0000-5000-8000-000000000001";

  private Records() {}

  public static List<SpecificRecordBase> oneOfEach() {
    return List.of(
        aChatMessage(),
        aChannelMembership(),
        aTokenEvent(),
        aUserDevice(),
        aCommand(),
        aRequest(),
        anOutcome(),
        aDeadLetter(),
        aDeadLetterAction());
  }

  public static ChatMessageEvent aChatMessage() {
    return ChatMessageEvent.newBuilder()
        .setAppId("app-1")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setChannelName("Channel 1")
        .setSenderId("user-1")
        .setSenderName("User 1")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of("user-2", "user|3"))
        .setExclude(List.of("user-4"))
        .setMentions(List.of("user-2"))
        .setBody("text \u00e4\u4e16\ud83d\ude00")
        .setMedia("image/png")
        .setData(Map.of("k", "v"))
        .setPriority(MessagePriority.HIGH)
        .setSentAt(SENT)
        .setExpiresAt(SENT.plusSeconds(3600))
        .setOnlyDeviceIds(List.of("device-1"))
        .build();
  }

  public static ChannelMembership aChannelMembership() {
    return ChannelMembership.newBuilder()
        .setAppId("app-1")
        .setChannelId("channel-1")
        .setUserId("user-2")
        .setLevel(NotificationLevel.MENTIONS)
        .setMutedUntil(SENT)
        .build();
  }

  public static DeviceTokenEvent aTokenEvent() {
    return DeviceTokenEvent.newBuilder()
        .setEventType(DeviceTokenEventType.REGISTERED)
        .setAppId("app-1")
        .setUserId("user-2")
        .setDeviceId("device-1")
        .setAddressType(AddressType.TOKEN)
        .setAddressValue("address-1")
        .setPlatform(Platform.ANDROID)
        .setLocale("de-CH")
        .setTimeZone("Europe/Zurich")
        .setAppVersion("1.2.3")
        .setOccurredAt(SENT)
        .setReason("reason-1")
        .setPreviousAddressType(AddressType.FID)
        .setPreviousAddressValue("address-0")
        .setRegistration(7)
        .setRegisteredAt(SENT.minusSeconds(1))
        .build();
  }

  public static UserDevice aUserDevice() {
    return UserDevice.newBuilder()
        .setAppId("app-1")
        .setUserId("user-2")
        .setDeviceId("device-1")
        .setAddressType(AddressType.FID)
        .setAddressValue("address-1")
        .setPlatform(Platform.IOS)
        .setLocale("de-CH")
        .setTimeZone("Europe/Zurich")
        .setAppVersion("1.2.3")
        .setRegisteredAt(SENT)
        .setRefreshedAt(SENT.plusMillis(1))
        .setRegistration(7)
        .build();
  }

  public static PushCommand aCommand() {
    return PushCommand.newBuilder()
        .setAppId("app-1")
        .setMessageId("message-1")
        .setEventType(ChatEventType.ADDED_TO_CHANNEL)
        .setChannelId("channel-1")
        .setRecipients(List.of("user-2"))
        .setOnlyDeviceIds(List.of("device-1"))
        .setPriority(MessagePriority.NORMAL)
        .setAttempt(2)
        .setSentAt(SENT)
        .setFannedOutAt(SENT.plusMillis(1))
        .setExpiresAt(SENT.plusSeconds(3600))
        .setFirstFailedAt(SENT.plusSeconds(2))
        .setSourceTopic("chat.messages")
        .setSourcePartition(3)
        .setSourceOffset(4_000_000_000L)
        .setNotBefore(SENT.plusSeconds(12))
        .setContents(List.of(aContent()))
        .setLane(Lane.DIRECT)
        .setRedriveCount(1)
        .setRedriveId("redrive-1")
        .setParkedCount(2)
        .setHeldBack(true)
        .build();
  }

  public static PushRequest aRequest() {
    return PushRequest.newBuilder()
        .setAppId("app-1")
        .setMessageId("message-1")
        .setEventType(ChatEventType.INVITED_TO_CHANNEL)
        .setChannelId("channel-1")
        .setUserId("user-2")
        .setPriority(MessagePriority.HIGH)
        .setAttempt(1)
        .setSentAt(SENT)
        .setFannedOutAt(SENT.plusMillis(1))
        .setExpiresAt(SENT.plusSeconds(3600))
        .setFirstFailedAt(SENT.plusSeconds(2))
        .setSourceTopic("chat.messages")
        .setSourcePartition(3)
        .setSourceOffset(4_000_000_000L)
        .setJoinedAt(SENT.plusMillis(2))
        .setContents(List.of(aContent()))
        .setDevices(
            List.of(
                RequestDevice.newBuilder()
                    .setDeviceId("device-1")
                    .setPlatform(Platform.WEB)
                    .setAddressType(AddressType.TOKEN)
                    .setAddressValue("address-1")
                    .setContent(0)
                    .build()))
        .setLane(Lane.BULK)
        .setRedriveCount(1)
        .setRedriveId("redrive-1")
        .setParkedCount(2)
        .build();
  }

  public static PushOutcome anOutcome() {
    return PushOutcome.newBuilder()
        .setPushId(PUSH_ID)
        .setAppId("app-1")
        .setMessageId("message-1")
        .setUserId("user-2")
        .setDeviceId("device-1")
        .setPlatform(Platform.ANDROID)
        .setOutcome(Outcome.ACCEPTED)
        .setReason("reason-1")
        .setFcmMessageId("projects/p/messages/1")
        .setAttempt(1)
        .setSentAt(SENT)
        .setFannedOutAt(SENT.plusMillis(1))
        .setDecidedAt(SENT.plusMillis(3))
        .setErrorCode("UNAVAILABLE")
        .build();
  }

  public static DeadLetter aDeadLetter() {
    return DeadLetter.newBuilder()
        .setPushId(PUSH_ID)
        .setAppId("app-1")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setUserId("user-2")
        .setDeviceId("device-1")
        .setPriority(MessagePriority.HIGH)
        .setAttempt(5)
        .setSentAt(SENT)
        .setFannedOutAt(SENT.plusMillis(1))
        .setExpiresAt(SENT.plusSeconds(3600))
        .setFirstFailedAt(SENT.plusSeconds(2))
        .setSourceTopic("chat.messages")
        .setSourcePartition(3)
        .setSourceOffset(4_000_000_000L)
        .setContents(List.of(aContent()))
        .setReason("RETRIES_EXHAUSTED")
        .setErrorCode("UNAVAILABLE")
        .setHttpStatus(503)
        .setFailedAt(SENT.plusSeconds(1800))
        .setLane(Lane.BULK)
        .setRedriveCount(1)
        .build();
  }

  public static DeadLetterAction aDeadLetterAction() {
    return DeadLetterAction.newBuilder()
        .setAction(DeadLetterActionType.REDRIVEN)
        .setJobId("job-1")
        .setLetterTopic("push.dead-letters")
        .setLetterPartition(3)
        .setLetterOffset(4_000_000_000L)
        .setPushId(PUSH_ID)
        .setAppId("app-1")
        .setActedBy("operator-1")
        .setActedAt(SENT)
        .setFilter("code=UNAVAILABLE")
        .build();
  }

  private static RenderedContent aContent() {
    return RenderedContent.newBuilder()
        .setPlatform(Platform.ANDROID)
        .setLocale("de-CH")
        .setPayload(ByteBuffer.wrap("{\"data\":{}}".getBytes(StandardCharsets.UTF_8)))
        .setPushIdOffsets(List.of(1, 2))
        .setTtlOffset(3)
        .build();
  }
}
