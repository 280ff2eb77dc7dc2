package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.operations.deadletters.DeadLetterGroups.By;
import io.chatpush.dispatch.operations.deadletters.DeadLetterGroups.Group;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.LogScan;
import io.chatpush.dispatch.operations.log.MergedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lists, counts and shows the dead letters. Each query reads the topic from the filter's time on:
 * there is no other store of them. Blocks for up to the search timeout. Thread-safe.
 *
 * <p>All methods throw {@link org.apache.kafka.common.KafkaException} if Kafka does not answer, or
 * if the registry does not answer for the schema of the actions. A dead letter for whose schema it
 * does not answer is shown without its content.
 */
final class DeadLetters {

  private final DeadLetterLog deadLetters;
  private final LogConsumers consumers;
  private final Duration searchTimeout;
  private final Clock clock;

  DeadLetters(
      DeadLetterLog deadLetters, LogConsumers consumers, Duration searchTimeout, Clock clock) {
    this.deadLetters = deadLetters;
    this.consumers = consumers;
    this.searchTimeout = searchTimeout;
    this.clock = clock;
  }

  /**
   * Returns the dead letters that match, the oldest first.
   *
   * @param state {@code null} for every state
   * @param limit at least 1
   * @param cursor of the page before
   * @throws IllegalArgumentException if the text is not a cursor
   */
  DeadLetterPage list(
      DeadLetterFilter filter,
      @Nullable DeadLetterState state,
      int limit,
      @Nullable String cursor) {
    Map<TopicPartition, Long> positions =
        cursor == null ? Map.of() : DeadLetterCursor.read(filter.kind().topic(), cursor);
    Instant now = clock.instant();
    Instant deadline = now.plus(searchTimeout);
    List<DeadLetterView> found = new ArrayList<>();
    try (Found matching = new Found(filter, state, positions)) {
      for (DeadLetterView next = matching.next(deadline);
          next != null;
          next = matching.next(deadline)) {
        found.add(next);
        if (found.size() == limit) {
          return new DeadLetterPage(
              found,
              matching.isAtEnd() ? null : matching.cursor(positions),
              true,
              matching.unread());
        }
      }
      return matching.isAtEnd()
          ? new DeadLetterPage(found, null, true, matching.unread())
          : new DeadLetterPage(found, matching.cursor(positions), false, matching.unread());
    }
  }

  /** Counts the dead letters that match. */
  DeadLetterGroups count(DeadLetterFilter filter, @Nullable DeadLetterState state, Set<By> by) {
    record Name(@Nullable String reason, @Nullable String app, @Nullable String code) {}
    Map<Name, Group> groups = new HashMap<>();
    Instant deadline = clock.instant().plus(searchTimeout);
    try (Found matching = new Found(filter, state, Map.of())) {
      for (DeadLetterView next = matching.next(deadline);
          next != null;
          next = matching.next(deadline)) {
        Name name =
            new Name(
                by.contains(By.REASON) ? next.reason() : null,
                by.contains(By.APP) ? next.app() : null,
                by.contains(By.CODE) ? next.errorCode() : null);
        groups.merge(
            name,
            new Group(name.reason, name.app, name.code, 1, next.failedAt(), next.failedAt()),
            DeadLetters::sum);
      }
      List<Group> largestFirst =
          groups.values().stream()
              .sorted(Comparator.comparingLong(Group::count).reversed())
              .toList();
      return new DeadLetterGroups(
          largestFirst.stream().mapToLong(Group::count).sum(),
          largestFirst,
          matching.isAtEnd(),
          matching.unread());
    }
  }

  /**
   * Returns one dead letter, if it is there.
   *
   * @param withContent whether headers that the chat system has written are shown, too
   */
  Optional<DeadLetterDetails> peek(
      DeadLetterKind kind, int partition, long offset, boolean withContent) {
    TopicPartition place = new TopicPartition(kind.topic(), partition);
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      if (!LogRange.partitions(consumer, kind.topic()).contains(place)) {
        return Optional.empty();
      }
      LogRange all = LogRange.upToNow(consumer, List.of(place), null);
      LogRange.Span kept = all.spans().get(place);
      if (kept == null || offset < kept.from() || offset >= kept.to()) {
        return Optional.empty();
      }
      List<DeadLetterEntry> read = new ArrayList<>();
      boolean there =
          LogScan.read(
              consumer,
              new LogRange(Map.of(place, new LogRange.Span(offset, offset + 1))),
              clock,
              clock.instant().plus(searchTimeout),
              record -> read.add(deadLetters.read(record, kind)));
      if (!there) {
        throw new org.apache.kafka.common.errors.TimeoutException("Kafka does not send " + place);
      }
      deadLetters.actions().refresh();
      return read.stream()
          .findFirst()
          .map(entry ->
              DeadLetterDetails.of(
                  entry,
                  DeadLetterView.of(
                      entry, deadLetters.actions().of(entry.place()), clock.instant()),
                  withContent));
    }
  }

  /**
   * Opens an export of all dead letters that match, however long that takes.
   *
   * @param withContent whether it has their content: the text of messages
   */
  DeadLetterExport export(
      DeadLetterFilter filter, @Nullable DeadLetterState state, boolean withContent) {
    return new DeadLetterExport(new Found(filter, state, Map.of()), withContent);
  }

  private static Group sum(Group one, Group other) {
    return new Group(
        one.reason(),
        one.app(),
        one.code(),
        one.count() + other.count(),
        one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest(),
        one.newest().isAfter(other.newest()) ? one.newest() : other.newest());
  }

  /** The dead letters that match, one by one. Used by one thread at a time. */
  final class Found implements AutoCloseable {

    private final DeadLetterFilter filter;
    private final @Nullable DeadLetterState state;
    private final MergedLog log;
    private @Nullable DeadLetterEntry last;
    private boolean atEnd;
    private long unread;

    private Found(
        DeadLetterFilter filter,
        @Nullable DeadLetterState state,
        Map<TopicPartition, Long> positions) {
      this.filter = filter;
      this.state = state;
      deadLetters.actions().refresh();
      this.log = deadLetters.open(filter, positions);
    }

    /** Returns the next one; {@code null} after the last, or when the deadline has passed. */
    @Nullable DeadLetterView next(Instant deadline) {
      while (clock.instant().isBefore(deadline)) {
        ConsumerRecord<byte[], byte[]> record = log.next();
        if (record == null) {
          atEnd = true;
          return null;
        }
        DeadLetterEntry entry = deadLetters.read(record, filter.kind());
        if (filter.isUndecided(entry)) {
          unread++;
          continue;
        }
        DeadLetterState stands = deadLetters.actions().of(entry.place());
        if (filter.matches(entry) && (state == null || state == stands)) {
          last = entry;
          return DeadLetterView.of(entry, stands, clock.instant());
        }
      }
      return null;
    }

    /** Returns the dead letter that {@link #next} returned last. */
    DeadLetterEntry last() {
      DeadLetterEntry entry = last;
      if (entry == null) {
        throw new IllegalStateException("there is no last before the first");
      }
      return entry;
    }

    /** Returns the number of dead letters that may match and were left out so far. */
    long unread() {
      return unread;
    }

    boolean isAtEnd() {
      return atEnd || log.passed() == log.size();
    }

    private String cursor(Map<TopicPartition, Long> before) {
      Map<TopicPartition, Long> positions = new HashMap<>(before);
      positions.putAll(log.positions());
      return DeadLetterCursor.write(positions);
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
