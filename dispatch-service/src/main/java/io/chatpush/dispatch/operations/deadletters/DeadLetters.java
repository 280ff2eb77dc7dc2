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
 * What lies in the dead letters. Every question reads the topic itself, from the filter's time on:
 * Kafka is the only place they are kept. Blocks for up to the search timeout. Thread-safe.
 *
 * <p>All methods throw {@link org.apache.kafka.common.KafkaException} if Kafka does not answer, or
 * if the registry does not for what was done about letters. A letter for whose schema it does not
 * answer is shown without what it says.
 */
final class DeadLetters {

  private final DeadLetterLog letters;
  private final LogConsumers consumers;
  private final Duration searchTimeout;
  private final Clock clock;

  DeadLetters(DeadLetterLog letters, LogConsumers consumers, Duration searchTimeout, Clock clock) {
    this.letters = letters;
    this.consumers = consumers;
    this.searchTimeout = searchTimeout;
    this.clock = clock;
  }

  /**
   * Letters that match, the oldest first.
   *
   * @param state {@code null}: however they stand
   * @param limit at least 1
   * @param cursor of the page before
   * @throws IllegalArgumentException if that is no cursor
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

  /** Counts letters that match. */
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
   * One letter, if it is there.
   *
   * @param withContent whether headers that the chat system has written are shown too
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
              record -> read.add(letters.read(record, kind)));
      if (!there) {
        throw new org.apache.kafka.common.errors.TimeoutException("Kafka does not send " + place);
      }
      letters.actions().refresh();
      return read.stream()
          .findFirst()
          .map(letter ->
              DeadLetterDetails.of(
                  letter,
                  DeadLetterView.of(letter, letters.actions().of(letter.place()), clock.instant()),
                  withContent));
    }
  }

  /**
   * Opens an export: all letters that match, however long that takes.
   *
   * @param withContent whether what they say goes with them: the text of messages
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

  /** The letters that match, one by one. Used by one thread at a time. */
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
      letters.actions().refresh();
      this.log = letters.open(filter, positions);
    }

    /** The next one; {@code null} after the last, or when the deadline has passed. */
    @Nullable DeadLetterView next(Instant deadline) {
      while (clock.instant().isBefore(deadline)) {
        ConsumerRecord<byte[], byte[]> record = log.next();
        if (record == null) {
          atEnd = true;
          return null;
        }
        DeadLetterEntry letter = letters.read(record, filter.kind());
        if (filter.isUndecided(letter)) {
          unread++;
          continue;
        }
        DeadLetterState stands = letters.actions().of(letter.place());
        if (filter.matches(letter) && (state == null || state == stands)) {
          last = letter;
          return DeadLetterView.of(letter, stands, clock.instant());
        }
      }
      return null;
    }

    /** The letter that {@link #next} returned last. */
    DeadLetterEntry last() {
      DeadLetterEntry letter = last;
      if (letter == null) {
        throw new IllegalStateException("there is no last before the first");
      }
      return letter;
    }

    /** How many letters may match and were passed over so far. */
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
