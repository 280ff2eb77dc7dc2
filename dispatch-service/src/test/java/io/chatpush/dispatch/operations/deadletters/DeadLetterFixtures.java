package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.Pushes;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Lane;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.Push;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.events.RecordPlace;
import io.chatpush.events.RenderedContent;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests of this package and of searches. */
public final class DeadLetterFixtures {

  /** The time of the tests. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private DeadLetterFixtures() {}

  /** A push of a direct message that failed five times, the last time ten minutes ago. */
  public static DeadLetter.Builder aPush(String app, String user, String device) {
    return aPush(app, user, device, NOW);
  }

  /** The same, as seen at a time. */
  public static DeadLetter.Builder aPush(String app, String user, String device, Instant now) {
    String pushId = PushId.ofDevice(app, "message-1", user, device).toString();
    return DeadLetter.newBuilder()
        .setPush(
            Pushes.aPush(app, "message-1", now.minus(Duration.ofMinutes(20)))
                .setPriority(MessagePriority.HIGH)
                .setLane(Lane.DIRECT)
                .setAttempt(5)
                .setFirstFailedAt(now.minus(Duration.ofMinutes(19)))
                .setSource(new RecordPlace(Topics.CHAT_MESSAGES, 3, 1842L))
                .build())
        .setTarget(new PushTarget(pushId, user, device))
        .setContents(
            List.of(
                new RenderedContent(
                    Platform.ANDROID,
                    ByteBuffer.wrap("{\"notification\":{}}".getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    -1,
                    List.of(),
                    0,
                    List.of(),
                    0,
                    "")))
        .setCause(PushCauses.of(Reason.RETRIES_EXHAUSTED, "UNAVAILABLE"))
        .setHttpStatus(503)
        .setFailedAt(now.minus(Duration.ofMinutes(10)));
  }

  /** Returns the letter with another envelope. */
  public static DeadLetter.Builder with(DeadLetter.Builder letter, Consumer<Push.Builder> change) {
    change.accept(letter.getPushBuilder());
    return letter;
  }

  /** Returns the record that delivery writes. */
  public static DeadLetterEntry letter(DeadLetter push) {
    return new DeadLetterEntry(record(Topics.PUSH_DEAD_LETTERS, new byte[0]), push, null);
  }

  /** A record that is no push. */
  static DeadLetterEntry raw(String topic, Header... headers) {
    return new DeadLetterEntry(record(topic, new byte[] {1, 2, 3}, headers), null, null);
  }

  /** A record whose value was too large to be kept. */
  static DeadLetterEntry withoutValue(String topic, Header... headers) {
    return new DeadLetterEntry(record(topic, null, headers), null, null);
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
