package io.chatpush.token.kafka;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.token.device.TestPush;
import io.chatpush.token.device.TestPushPublisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes test pushes to {@code chat.messages}, like any chat system: what they prove is the whole
 * way to the device.
 */
final class KafkaTestPushPublisher implements TestPushPublisher {

  /** Nobody looks at a phone for longer. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

  private static final String CHANNEL = "chatpush-test";
  private static final String SENDER = "chatpush";

  private final EventSender events;

  KafkaTestPushPublisher(EventSender events) {
    this.events = events;
  }

  @Override
  public CompletableFuture<Void> publish(TestPush push) {
    return events.send(CHANNEL, event(push));
  }

  private static ChatMessageEvent event(TestPush push) {
    return ChatMessageEvent.newBuilder()
        .setAppId(push.app().value())
        .setMessageId(push.messageId())
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId(CHANNEL)
        .setSenderId(SENDER)
        .setSenderName(SENDER)
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of(push.user().value()))
        .setOnlyDeviceIds(List.of(push.device().value()))
        .setBody("This device gets push notifications.")
        .setPriority(MessagePriority.HIGH)
        .setSentAt(push.sentAt())
        .setExpiresAt(push.sentAt().plus(TIME_TO_LIVE))
        .build();
  }
}
