package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.search.MessagePushes.Pending;
import io.chatpush.dispatch.operations.search.MessagePushes.Postponed;
import io.chatpush.dispatch.operations.search.MessagePushes.Stage;
import io.chatpush.dispatch.policy.Recipients;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.events.RequestDevice;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pushes of a message that have not ended: their records are between the offset that a
 * consumer group has committed and the end of its topic. Used by one thread.
 */
final class PendingSearch {

  private final MessageReader reader;
  private final MessageHistory history;
  private final Instant now;

  PendingSearch(MessageReader reader, MessageHistory history, Instant now) {
    this.reader = reader;
    this.history = history;
    this.now = now;
  }

  /** Reads the backlog of one topic. */
  void read(Backlog.Queue queue, LogRange range) {
    switch (queue.stage()) {
      case FAN_OUT -> reader.read(range, ChatMessageEvent.class, this::awaitsFanOut);
      case JOIN, RETRY ->
          reader.read(
              range,
              PushCommand.class,
              (record, command) -> awaitsJoin(queue.stage(), range, record, command));
      case DELIVERY ->
          reader.read(
              range,
              PushRequest.class,
              (record, request) -> awaitsDelivery(range, record, request));
    }
  }

  private void awaitsFanOut(ConsumerRecord<byte[], byte[]> record, ChatMessageEvent event) {
    if (reader.isOfMessage(event.getAppId(), event.getMessageId())) {
      history.sentAt(event.getSentAt());
      Pending pending = pending(Stage.FAN_OUT, written(record), 1, null, null, record, 0);
      for (String user :
          Recipients.of(event.getRecipients(), event.getSenderId(), event.getExclude()).told()) {
        history.waits(user, null, 0, pending);
      }
    }
  }

  private void awaitsJoin(
      Stage stage, LogRange range, ConsumerRecord<byte[], byte[]> record, PushCommand command) {
    Push push = command.getPush();
    if (reader.isOfMessage(push.getMessage())) {
      history.sentAt(push.getMessage().getSentAt());
      if (command.getPostponed() != null) {
        history.postponed(
            new Postponed(
                push.getMessage().getFannedOutAt(),
                command.getNotBefore(),
                push.getExpiresAt(),
                Reason.KIND_UNKNOWN.name(),
                record.topic(),
                record.partition(),
                record.offset()));
        return;
      }
      boolean first = push.getAttempt() == 1 && push.getRedriveCount() == 0;
      Pending pending =
          pending(
              stage,
              // Kafka Streams copies the timestamp of the chat event to its record.
              first ? push.getMessage().getFannedOutAt() : written(record),
              push.getAttempt(),
              stage == Stage.RETRY ? command.getNotBefore() : null,
              stage == Stage.RETRY && command.getHeldBack() ? Reason.APP_LIMIT.name() : null,
              record,
              ahead(range, record));
      for (String user : command.getRecipients()) {
        if (command.getOnlyDeviceIds().isEmpty()) {
          history.waits(user, null, push.getRedriveCount(), pending);
        }
        for (String device : command.getOnlyDeviceIds()) {
          history.waits(user, device, push.getRedriveCount(), pending);
        }
      }
    }
  }

  private void awaitsDelivery(
      LogRange range, ConsumerRecord<byte[], byte[]> record, PushRequest request) {
    Push push = request.getPush();
    if (reader.isOfMessage(push.getMessage())) {
      history.sentAt(push.getMessage().getSentAt());
      Pending pending =
          pending(
              Stage.DELIVERY,
              request.getJoinedAt(),
              push.getAttempt(),
              null,
              null,
              record,
              ahead(range, record));
      for (RequestDevice device : request.getDevices()) {
        history.waits(request.getUserId(), device.getDeviceId(), push.getRedriveCount(), pending);
      }
    }
  }

  /** Returns when the record was written; the present if it has no timestamp. */
  private Instant written(ConsumerRecord<?, ?> record) {
    return record.timestamp() < 0 ? now : Instant.ofEpochMilli(record.timestamp());
  }

  private static Pending pending(
      Stage stage,
      Instant since,
      int attempt,
      @Nullable Instant until,
      @Nullable String reason,
      ConsumerRecord<?, ?> record,
      long ahead) {
    return new Pending(
        stage,
        since,
        attempt,
        until,
        reason,
        record.topic(),
        record.partition(),
        record.offset(),
        ahead);
  }

  private static long ahead(LogRange range, ConsumerRecord<?, ?> record) {
    LogRange.Span span = range.spans().get(new TopicPartition(record.topic(), record.partition()));
    return span == null ? 0 : record.offset() - span.from();
  }
}
