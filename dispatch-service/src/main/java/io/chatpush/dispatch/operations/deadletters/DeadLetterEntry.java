package io.chatpush.dispatch.operations.deadletters;

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
 * A record of a dead-letter topic: a push, or a record that was copied there unchanged.
 *
 * @param push its content, if it is a push
 * @param event its content, if it is a chat event that can be decoded
 * @param schemaUnavailable whether the registry does not answer for its schema now, so that it may
 *     be decoded later
 */
public record DeadLetterEntry(
    ConsumerRecord<byte[], byte[]> record,
    @Nullable DeadLetter push,
    @Nullable ChatMessageEvent event,
    boolean schemaUnavailable) {

  DeadLetterEntry(
      ConsumerRecord<byte[], byte[]> record,
      @Nullable DeadLetter push,
      @Nullable ChatMessageEvent event) {
    this(record, push, event, false);
  }

  /** Reads a record of a dead-letter topic. */
  public static DeadLetterEntry read(
      ConsumerRecord<byte[], byte[]> record, DeadLetterKind kind, RecordCodec codec) {
    try {
      return switch (kind) {
        case PUSHES ->
            new DeadLetterEntry(
                record, codec.decode(DeadLetter.class, record.topic(), record.value()), null);
        case EVENTS ->
            new DeadLetterEntry(
                record, null, codec.decode(ChatMessageEvent.class, record.topic(), record.value()));
      };
    } catch (UndecodableRecordException e) {
      return new DeadLetterEntry(record, null, null);
    } catch (SerializationException e) {
      // The registry may answer for the schemas of all others.
      return new DeadLetterEntry(record, null, null, true);
    }
  }

  DeadLetterPlace place() {
    return DeadLetterPlace.of(record);
  }

  /** Returns the name by which operators know it: partition and offset, {@code 3/1842}. */
  public String shortName() {
    return place().shortName();
  }

  /** Returns the app of the push or event; {@code null} where the record cannot be decoded. */
  public @Nullable String appId() {
    return push != null
        ? push.getPush().getMessage().getAppId()
        : event != null ? event.getAppId() : null;
  }

  /** Returns the message of the push or event; {@code null} as for {@link #appId}. */
  public @Nullable String messageId() {
    return push != null
        ? push.getPush().getMessage().getMessageId()
        : event != null ? event.getMessageId() : null;
  }

  @Nullable String userId() {
    return push == null ? null : push.getTarget().getUserId();
  }

  /** Returns the reason of the dead letter, as a code. */
  public String reason() {
    if (push != null) {
      return PushCauses.code(push.getCause());
    }
    String named = header(DeadLetterHeaders.REASON);
    if (named != null) {
      return named;
    }
    return schemaUnavailable ? SkipReason.SCHEMA_UNAVAILABLE.name() : Reason.UNDECODABLE.name();
  }

  /** Returns FCM's last error code; {@code null} where FCM gave none. */
  @Nullable String errorCode() {
    return push == null ? null : push.getCause().getErrorCode();
  }

  /** Returns the time at which the push or event was given up. */
  public Instant failedAt() {
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

  /** Returns the number of earlier redrives. */
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

  /** Returns whether the value was too large to be kept; the headers have its size and digest. */
  boolean isValueOmitted() {
    return record.value() == null && header(DeadLetterHeaders.NOT_KEPT) != null;
  }

  /** Returns whether the Kafka client could not read the dead letter, or its original record. */
  boolean isUnreadable() {
    return record.value() == null
        && record.headers().lastHeader(ResilientConsumer.UNREADABLE) != null;
  }

  /** Returns the last header of that name, as text. */
  public @Nullable String header(String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
