package io.chatpush.schemas;

import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChannelMembership;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.EventFacts;
import io.chatpush.events.Lane;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.NotificationLevel;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PostponedEvent;
import io.chatpush.events.PostponedHeader;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.events.RecordPlace;
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
        .setCustomType("custom-1")
        .setMediaCount(3)
        .setReaction("\ud83d\udc4d")
        .setImage("https://example.com/image-1")
        .setLink("https://example.com/link-1")
        .setSound("sound-1")
        .setBadge(4)
        .setCategory("category-1")
        .setCollapseKey("key-1")
        .setThread("thread-1")
        .setSilent(true)
        .setAnalyticsLabel("label-1")
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
        .setPush(aPush())
        .setRecipients(List.of("user-2"))
        .setOnlyDeviceIds(List.of("device-1"))
        .setNotBefore(SENT.plusSeconds(12))
        .setContents(List.of(aContent()))
        .setHeldBack(true)
        .setFacts(
            new EventFacts(
                "user-1", "Name", "Channel", "text", "image/png", 2, "+", Map.of("key", "value")))
        .setPostponed(
            new PostponedEvent(
                ByteBuffer.wrap(new byte[] {1}),
                ByteBuffer.wrap(new byte[] {0, 2}),
                List.of(
                    new PostponedHeader("header", ByteBuffer.wrap(new byte[] {3})),
                    new PostponedHeader("empty", null))))
        .build();
  }

  public static PushRequest aRequest() {
    return PushRequest.newBuilder()
        .setPush(aPush())
        .setUserId("user-2")
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
        .build();
  }

  public static PushOutcome anOutcome() {
    return PushOutcome.newBuilder()
        .setMessage(aMessageRef())
        .setTarget(aTarget())
        .setPlatform(Platform.ANDROID)
        .setOutcome(Outcome.ACCEPTED)
        .setCause(PushCauses.of(Reason.RETRIES_EXHAUSTED, "UNAVAILABLE"))
        .setFcmMessageId("projects/p/messages/1")
        .setAttempt(1)
        .setDecidedAt(SENT.plusMillis(3))
        .build();
  }

  public static DeadLetter aDeadLetter() {
    return DeadLetter.newBuilder()
        .setPush(aPush())
        .setTarget(aTarget())
        .setContents(List.of(aContent()))
        .setCause(PushCauses.of(Reason.RETRIES_EXHAUSTED, "UNAVAILABLE"))
        .setHttpStatus(503)
        .setFailedAt(SENT.plusSeconds(1800))
        .build();
  }

  public static DeadLetterAction aDeadLetterAction() {
    return DeadLetterAction.newBuilder()
        .setAction(DeadLetterActionType.REDRIVEN)
        .setJobId("job-1")
        .setLetter(aPlace("push.dead-letters"))
        .setPushId(PUSH_ID)
        .setAppId("app-1")
        .setActedBy("operator-1")
        .setActedAt(SENT)
        .setFilter("code=UNAVAILABLE")
        .build();
  }

  /** The envelope that all fixtures share. */
  public static Push aPush() {
    return Push.newBuilder()
        .setMessage(aMessageRef())
        .setEventType(ChatEventType.ADDED_TO_CHANNEL)
        .setChannelId("channel-1")
        .setPriority(MessagePriority.NORMAL)
        .setLane(Lane.BULK)
        .setExpiresAt(SENT.plusSeconds(3600))
        .setSource(aPlace("chat.messages"))
        .setAttempt(5)
        .setFirstFailedAt(SENT.plusSeconds(2))
        .setRedriveCount(1)
        .setRedriveId("redrive-1")
        .setParkedCount(2)
        .setCustomType("own-type")
        .build();
  }

  private static ChatMessageRef aMessageRef() {
    return new ChatMessageRef("app-1", "message-1", SENT, SENT.plusMillis(1));
  }

  private static PushTarget aTarget() {
    return new PushTarget(PUSH_ID, "user-2", "device-1");
  }

  private static RecordPlace aPlace(String topic) {
    return new RecordPlace(topic, 3, 4_000_000_000L);
  }

  private static RenderedContent aContent() {
    return RenderedContent.newBuilder()
        .setPlatform(Platform.ANDROID)
        .setPayload(ByteBuffer.wrap("{\"data\":{}}".getBytes(StandardCharsets.UTF_8)))
        .setPushIdOffsets(List.of(1, 2))
        .setTtlOffset(3)
        .setTitleOffsets(List.of(4, 5))
        .setTitleLength(6)
        .setBodyOffsets(List.of(7, 8))
        .setBodyLength(9)
        .setLocale("de-CH")
        .build();
  }
}
