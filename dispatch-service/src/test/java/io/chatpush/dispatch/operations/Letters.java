package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Lane;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests. */
final class Letters {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Letters() {}

  /** A push of a direct message that FCM was asked for five times in vain, ten minutes ago. */
  static DeadLetter.Builder aPush(String app, String user, String device) {
    return aPush(app, user, device, NOW);
  }

  /** The same, as seen at a time. */
  static DeadLetter.Builder aPush(String app, String user, String device, Instant now) {
    return DeadLetter.newBuilder()
        .setPushId(PushId.ofDevice(app, "message-1", user, device).toString())
        .setAppId(app)
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setUserId(user)
        .setDeviceId(device)
        .setPriority(MessagePriority.HIGH)
        .setAttempt(5)
        .setSentAt(now.minus(Duration.ofMinutes(20)))
        .setFannedOutAt(now.minus(Duration.ofMinutes(20)))
        .setExpiresAt(now.plus(Duration.ofMinutes(40)))
        .setFirstFailedAt(now.minus(Duration.ofMinutes(19)))
        .setSourceTopic(Topics.CHAT_MESSAGES)
        .setSourcePartition(3)
        .setSourceOffset(1842)
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.ANDROID,
                    null,
                    ByteBuffer.wrap("{\"notification\":{}}".getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    -1)))
        .setReason("RETRIES_EXHAUSTED")
        .setErrorCode("UNAVAILABLE")
        .setHttpStatus(503)
        .setFailedAt(now.minus(Duration.ofMinutes(10)))
        .setLane(Lane.DIRECT);
  }

  /** As it lies in its topic. */
  static Letter letter(DeadLetter push) {
    return new Letter(record(Topics.PUSH_DEAD_LETTERS, new byte[0]), push, null);
  }

  /** A record that is no push. */
  static Letter raw(String topic, Header... headers) {
    return new Letter(record(topic, new byte[] {1, 2, 3}, headers), null, null);
  }

  /** A record whose value was too large to be kept. */
  static Letter withoutValue(String topic, Header... headers) {
    return new Letter(record(topic, null, headers), null, null);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] value, Header... headers) {
    return new ConsumerRecord<>(
        topic,
        0,
        7,
        NOW.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[] {9},
        value,
        new RecordHeaders(headers),
        Optional.empty());
  }
}
