package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.operations.deadletters.DeadLetterEntry;
import io.chatpush.dispatch.operations.deadletters.DeadLetterKind;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.LogScan;
import io.chatpush.dispatch.operations.search.MessagePushes.Pending;
import io.chatpush.dispatch.operations.search.MessagePushes.Refused;
import io.chatpush.dispatch.operations.search.MessagePushes.Searched;
import io.chatpush.dispatch.operations.search.MessagePushes.Stage;
import io.chatpush.dispatch.policy.Recipients;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a message's pushes: what ended stands in one partition of {@code
 * push.outcomes}, which is read back in widening steps; what has not ended stands between what the
 * consumers have committed and the ends of their topics. Blocks for up to the search timeout.
 * Thread-safe.
 */
final class MessageSearch {

  /** How far back each step looks; the last is everything that is kept. */
  private static final List<Duration> STEPS =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24));

  /** By how much clocks of chat systems and brokers may differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final LogConsumers consumers;
  private final RecordCodec codec;
  private final Backlog backlog;
  private final Duration timeout;
  private final Clock clock;

  MessageSearch(
      LogConsumers consumers, RecordCodec codec, Backlog backlog, Duration timeout, Clock clock) {
    this.consumers = consumers;
    this.codec = codec;
    this.backlog = backlog;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * What is known of a message.
   *
   * @param since how far back outcomes are read; {@code null}: as far as they are kept
   * @throws org.apache.kafka.common.KafkaException if Kafka or the registry does not answer
   */
  MessagePushes find(String app, String message, @Nullable Instant since) {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      return new Search(app, message, since, consumer).run();
    }
  }

  /** One question. */
  private final class Search {

    private final String app;
    private final String message;
    private final @Nullable Instant since;
    private final Consumer<byte[], byte[]> consumer;
    private final ByteSearch messageBytes;
    private final MessageHistory history;
    private final Instant now = clock.instant();
    private final Instant deadline = now.plus(timeout);
    private final List<String> topics = new ArrayList<>();
    private boolean complete = true;
    private long records;
    private @Nullable Refused refused;

    private Search(
        String app, String message, @Nullable Instant since, Consumer<byte[], byte[]> consumer) {
      this.app = app;
      this.message = message;
      this.since = since;
      this.consumer = consumer;
      this.messageBytes = new ByteSearch(message);
      this.history = new MessageHistory(app, message);
    }

    private MessagePushes run() {
      // What is on its way first: whatever moves on meanwhile is found as an outcome.
      readBacklog();
      int partitions = LogRange.partitions(consumer, Topics.PUSH_OUTCOMES).size();
      int partition = RecordKeys.messagePartition(app, message, partitions);
      Instant outcomesSince = readOutcomes(new TopicPartition(Topics.PUSH_OUTCOMES, partition));
      readDeadLetters();
      List<MessagePushes.Recipient> recipients = history.recipients();
      if (recipients.isEmpty()) {
        readRefused();
      }
      return new MessagePushes(
          app,
          message,
          history.sentAt().orElse(null),
          recipients,
          refused,
          new Searched(outcomesSince, partition, topics, records, complete));
    }

    private void readBacklog() {
      backlog
          .ranges(consumer)
          .forEach((queue, range) -> {
            topics.add(queue.topic());
            switch (queue.stage()) {
              case FAN_OUT -> read(range, ChatMessageEvent.class, messageBytes, this::awaitsFanOut);
              case JOIN, RETRY ->
                  read(
                      range,
                      PushCommand.class,
                      messageBytes,
                      (record, command) -> awaitsJoin(queue.stage(), range, record, command));
              case DELIVERY ->
                  read(
                      range,
                      PushRequest.class,
                      messageBytes,
                      (record, request) -> awaitsDelivery(range, record, request));
            }
          });
    }

    private void awaitsFanOut(ConsumerRecord<byte[], byte[]> record, ChatMessageEvent event) {
      if (event.getAppId().equals(app) && event.getMessageId().equals(message)) {
        history.sentAt(event.getSentAt());
        Pending pending = pending(Stage.FAN_OUT, written(record), 1, null, null, record, 0);
        for (String user :
            Recipients.of(event.getRecipients(), event.getSenderId(), event.getExclude()).told()) {
          history.waits(user, null, 0, pending);
        }
      }
    }

    private boolean isOfMessage(ChatMessageRef ref) {
      return ref.getAppId().equals(app) && ref.getMessageId().equals(message);
    }

    /** When the record was written; the present where its timestamp is no time. */
    private Instant written(ConsumerRecord<?, ?> record) {
      return record.timestamp() < 0 ? now : Instant.ofEpochMilli(record.timestamp());
    }

    private void awaitsJoin(
        Stage stage, LogRange range, ConsumerRecord<byte[], byte[]> record, PushCommand command) {
      Push push = command.getPush();
      if (isOfMessage(push.getMessage())) {
        history.sentAt(push.getMessage().getSentAt());
        boolean first = push.getAttempt() == 1 && push.getRedriveCount() == 0;
        Pending pending =
            pending(
                stage,
                // Kafka Streams hands on the time of the chat event as that of its record.
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
      if (isOfMessage(push.getMessage())) {
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

    /** Returns from when on they were read. */
    private Instant readOutcomes(TopicPartition partition) {
      List<TopicPartition> one = List.of(partition);
      LogRange all = LogRange.upToNow(consumer, one, null);
      Map<TopicPartition, Long> ends = consumer.endOffsets(one);
      Instant readSince = now;
      Map<TopicPartition, Long> readFrom = ends;
      Instant found = sentBeforeNow();
      List<Instant> steps = new ArrayList<>();
      if (found != null) {
        steps.add(found.minus(CLOCK_SKEW));
      } else {
        STEPS.forEach(step -> steps.add(now.minus(step)));
        steps.add(Instant.EPOCH);
      }
      for (Instant step : steps) {
        Instant from = since == null || step.isAfter(since) ? step : since;
        if (!from.isBefore(readSince)) {
          continue;
        }
        readFrom = readOutcomes(from, readFrom, ends, all);
        readSince = from;
        found = sentBeforeNow();
        if (found != null || !complete) {
          break;
        }
      }
      // The first one found may be one of the last that were written.
      if (found != null && complete && found.minus(CLOCK_SKEW).isBefore(readSince)) {
        Instant from = found.minus(CLOCK_SKEW);
        readSince = since == null || from.isAfter(since) ? from : since;
        readOutcomes(readSince, readFrom, ends, all);
      }
      return readSince;
    }

    /**
     * When the message was sent, if that says where its outcomes begin: a message that claims to be
     * sent in the future has outcomes that are older.
     */
    private @Nullable Instant sentBeforeNow() {
      return history.sentAt().filter(time -> !time.isAfter(now)).orElse(null);
    }

    private Map<TopicPartition, Long> readOutcomes(
        Instant from,
        Map<TopicPartition, Long> upTo,
        Map<TopicPartition, Long> ends,
        LogRange all) {
      Map<TopicPartition, Long> offsets = LogRange.at(consumer, all.spans().keySet(), from, ends);
      read(
          LogRange.between(offsets, upTo),
          PushOutcome.class,
          messageBytes,
          (_, outcome) -> {
            if (isOfMessage(outcome.getMessage())) {
              history.decided(outcome);
            }
          });
      return offsets;
    }

    /** Where the letters of dead-lettered pushes lie, and what was done about them. */
    private void readDeadLetters() {
      Map<String, Instant> users = history.deadLetteredUsers();
      if (users.isEmpty()) {
        return;
      }
      Instant first = users.values().stream().min(Instant::compareTo).orElse(now).minus(CLOCK_SKEW);
      int partitions = LogRange.partitions(consumer, Topics.PUSH_DEAD_LETTERS).size();
      Set<TopicPartition> theirs = new HashSet<>();
      for (String user : users.keySet()) {
        theirs.add(
            new TopicPartition(
                Topics.PUSH_DEAD_LETTERS,
                RecordKeys.keyPartition(RecordKeys.user(app, user), partitions)));
      }
      Collection<TopicPartition> actions =
          LogRange.partitions(consumer, Topics.DEAD_LETTER_ACTIONS);
      read(
          LogRange.upToNow(consumer, theirs, first),
          messageBytes,
          record -> {
            DeadLetterEntry letter = DeadLetterEntry.read(record, DeadLetterKind.PUSHES, codec);
            complete &= !letter.schemaUnavailable();
            history.lies(letter);
          });
      read(
          LogRange.upToNow(consumer, actions, first),
          DeadLetterAction.class,
          new ByteSearch(""),
          (_, action) -> history.acted(action));
    }

    /** Nothing became of it, perhaps because fan-out could not use it. */
    private void readRefused() {
      topics.add(Topics.CHAT_MESSAGES_DEAD_LETTERS);
      read(
          LogRange.upToNow(
              consumer, LogRange.partitions(consumer, Topics.CHAT_MESSAGES_DEAD_LETTERS), null),
          messageBytes,
          record -> {
            DeadLetterEntry letter = DeadLetterEntry.read(record, DeadLetterKind.EVENTS, codec);
            if (app.equals(letter.appId()) && message.equals(letter.messageId())) {
              refused =
                  new Refused(
                      letter.failedAt(),
                      letter.reason(),
                      letter.header(DeadLetterHeaders.DETAIL),
                      letter.shortName());
            }
          });
    }

    private <T extends SpecificRecord> void read(
        LogRange range,
        Class<T> type,
        ByteSearch wanted,
        java.util.function.BiConsumer<ConsumerRecord<byte[], byte[]>, T> visitor) {
      read(
          range,
          wanted,
          record -> {
            try {
              visitor.accept(record, codec.decode(type, record.topic(), record.value()));
            } catch (UndecodableRecordException e) {
              // Whatever it is, it goes to the dead letters when it is read by those it is for.
            }
          });
    }

    private void read(
        LogRange range,
        ByteSearch wanted,
        java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
      records += range.size();
      boolean all =
          LogScan.read(
              consumer,
              range,
              clock,
              deadline,
              record -> {
                if (wanted.areIn(record.value())) {
                  try {
                    visitor.accept(record);
                  } catch (SerializationException e) {
                    // The schema of one record is not available: that must not hide the others.
                    complete = false;
                  }
                }
              });
      complete &= all;
    }

    private Pending pending(
        Stage stage,
        Instant waitsSince,
        int attempt,
        @Nullable Instant until,
        @Nullable String reason,
        ConsumerRecord<?, ?> record,
        long ahead) {
      return new Pending(
          stage,
          waitsSince,
          attempt,
          until,
          reason,
          record.topic(),
          record.partition(),
          record.offset(),
          ahead);
    }

    private static long ahead(LogRange range, ConsumerRecord<?, ?> record) {
      LogRange.Span span =
          range.spans().get(new TopicPartition(record.topic(), record.partition()));
      return span == null ? 0 : record.offset() - span.from();
    }
  }
}
