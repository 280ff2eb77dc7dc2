package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Reason;
import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.PushCauses;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies in its topic: a push, or a record that went there as it came.
 *
 * @param push what it says, if it is a push
 * @param event what it says, if it is a chat event that can be read
 * @param schemaUnavailable whether the registry does not answer for its schema now, so that it may
 *     be read later
 */
record Letter(
    ConsumerRecord<byte[], byte[]> record,
    @Nullable DeadLetter push,
    @Nullable ChatMessageEvent event,
    boolean schemaUnavailable) {

  Letter(
      ConsumerRecord<byte[], byte[]> record,
      @Nullable DeadLetter push,
      @Nullable ChatMessageEvent event) {
    this(record, push, event, false);
  }

  /** Reads a record of a dead-letter topic. */
  static Letter read(ConsumerRecord<byte[], byte[]> record, LetterKind kind, RecordCodec codec) {
    try {
      return switch (kind) {
        case PUSHES ->
            new Letter(
                record, codec.decode(DeadLetter.class, record.topic(), record.value()), null);
        case EVENTS ->
            new Letter(
                record, null, codec.decode(ChatMessageEvent.class, record.topic(), record.value()));
      };
    } catch (UndecodableRecordException e) {
      return new Letter(record, null, null);
    } catch (SerializationException e) {
      // The registry may answer for the schemas of all others.
      return new Letter(record, null, null, true);
    }
  }

  LetterPlace place() {
    return LetterPlace.of(record);
  }

  @Nullable String appId() {
    return push != null
        ? push.getPush().getMessage().getAppId()
        : event != null ? event.getAppId() : null;
  }

  @Nullable String messageId() {
    return push != null
        ? push.getPush().getMessage().getMessageId()
        : event != null ? event.getMessageId() : null;
  }

  @Nullable String userId() {
    return push == null ? null : push.getTarget().getUserId();
  }

  /** Why it lies here. */
  String reason() {
    if (push != null) {
      return PushCauses.code(push.getCause());
    }
    String named = header(DeadLetterHeaders.REASON);
    if (named != null) {
      return named;
    }
    return schemaUnavailable ? SkipReason.SCHEMA_UNAVAILABLE.name() : Reason.UNDECODABLE.name();
  }

  /** FCM's last error code. */
  @Nullable String errorCode() {
    return push == null ? null : push.getCause().getErrorCode();
  }

  /** When it was given up. */
  Instant failedAt() {
    if (push != null) {
      return push.getFailedAt();
    }
    String named = header(DeadLetterHeaders.FAILED_AT);
    try {
      return named == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(named);
    } catch (DateTimeException e) {
      return Instant.ofEpochMilli(record.timestamp());
    }
  }

  /** How many times it was taken out of the dead letters before. */
  int redriveCount() {
    if (push != null) {
      return push.getPush().getRedriveCount();
    }
    String named = header(DeadLetterHeaders.REDRIVE_COUNT);
    try {
      return named == null ? 0 : Integer.parseInt(named);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether the value was too large to be kept; the headers have its size and digest. */
  boolean isValueOmitted() {
    return record.value() == null && header(DeadLetterHeaders.NOT_KEPT) != null;
  }

  /** Whether the Kafka client could not read the letter, or the record of which it was made. */
  boolean isUnreadable() {
    return record.value() == null
        && record.headers().lastHeader(ResilientConsumer.UNREADABLE) != null;
  }

  /** The last header of that name, as text. */
  @Nullable String header(String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
