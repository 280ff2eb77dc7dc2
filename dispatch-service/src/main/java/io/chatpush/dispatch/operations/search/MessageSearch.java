package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.operations.deadletters.DeadLetterEntry;
import io.chatpush.dispatch.operations.deadletters.DeadLetterKind;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.search.MessagePushes.Refused;
import io.chatpush.dispatch.operations.search.MessagePushes.Searched;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds what became of a message's pushes. {@link PendingSearch} finds those that have not ended,
 * {@link OutcomeSearch} those that have, in this order, so that a push that moves on meanwhile is
 * found at least once; then the dead letters are read. Blocks for up to the search timeout.
 * Thread-safe.
 */
final class MessageSearch {

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
   * Returns everything that is known of a message.
   *
   * @param since no outcome before this time is read; {@code null} for all that are kept
   * @throws org.apache.kafka.common.KafkaException if Kafka or the registry does not answer
   */
  MessagePushes find(String app, String message, @Nullable Instant since) {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      return new Search(app, message, since, consumer).run();
    }
  }

  /** One query. */
  private final class Search {

    private final String app;
    private final String message;
    private final @Nullable Instant since;
    private final Consumer<byte[], byte[]> consumer;
    private final Instant now = clock.instant();
    private final MessageHistory history;
    private final MessageReader reader;
    private final List<String> topics = new ArrayList<>();
    private @Nullable Refused refused;

    private Search(
        String app, String message, @Nullable Instant since, Consumer<byte[], byte[]> consumer) {
      this.app = app;
      this.message = message;
      this.since = since;
      this.consumer = consumer;
      this.history = new MessageHistory(app, message);
      this.reader = new MessageReader(app, message, consumer, codec, clock, now.plus(timeout));
    }

    private MessagePushes run() {
      PendingSearch pending = new PendingSearch(reader, history, now);
      backlog
          .ranges(consumer)
          .forEach((queue, range) -> {
            topics.add(queue.topic());
            pending.read(queue, range);
          });
      int partitions = LogRange.partitions(consumer, Topics.PUSH_OUTCOMES).size();
      int partition = RecordKeys.messagePartition(app, message, partitions);
      Instant outcomesSince =
          new OutcomeSearch(
                  reader, history, new TopicPartition(Topics.PUSH_OUTCOMES, partition), since, now)
              .run();
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
          history.postponed(),
          new Searched(outcomesSince, partition, topics, reader.records(), reader.isComplete()));
    }

    /** Finds the places of the dead letters of the pushes, and what operators did about them. */
    private void readDeadLetters() {
      Map<String, Instant> users = history.deadLetteredUsers();
      if (users.isEmpty()) {
        return;
      }
      Instant first =
          users.values().stream()
              .min(Instant::compareTo)
              .orElse(now)
              .minus(OutcomeSearch.CLOCK_SKEW);
      int partitions = LogRange.partitions(consumer, Topics.PUSH_DEAD_LETTERS).size();
      Set<TopicPartition> theirs = new HashSet<>();
      for (String user : users.keySet()) {
        theirs.add(
            new TopicPartition(
                Topics.PUSH_DEAD_LETTERS,
                RecordKeys.keyPartition(RecordKeys.user(app, user), partitions)));
      }
      List<TopicPartition> actions = LogRange.partitions(consumer, Topics.DEAD_LETTER_ACTIONS);
      reader.read(
          LogRange.upToNow(consumer, theirs, first),
          record -> {
            DeadLetterEntry entry = DeadLetterEntry.read(record, DeadLetterKind.PUSHES, codec);
            if (entry.schemaUnavailable()) {
              reader.leftOut();
            }
            history.deadLetter(entry);
          });
      reader.readAll(
          LogRange.upToNow(consumer, actions, first),
          DeadLetterAction.class,
          (_, action) -> history.acted(action));
    }

    /** Looks for the event among those that fan-out refused. */
    private void readRefused() {
      topics.add(Topics.CHAT_MESSAGES_DEAD_LETTERS);
      reader.read(
          LogRange.upToNow(
              consumer, LogRange.partitions(consumer, Topics.CHAT_MESSAGES_DEAD_LETTERS), null),
          record -> {
            DeadLetterEntry entry = DeadLetterEntry.read(record, DeadLetterKind.EVENTS, codec);
            if (app.equals(entry.appId()) && message.equals(entry.messageId())) {
              refused =
                  new Refused(
                      entry.failedAt(),
                      entry.reason(),
                      entry.header(DeadLetterHeaders.DETAIL),
                      entry.shortName());
            }
          });
    }
  }
}
