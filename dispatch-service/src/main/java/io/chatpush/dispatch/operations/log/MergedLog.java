package io.chatpush.dispatch.operations.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a range, one by one, the oldest of all partitions first. Holds one poll of each
 * partition in memory at most, however long the range is. Used by one thread at a time; closes its
 * consumer.
 */
public final class MergedLog implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  /** After this time without a record a broker is considered not to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
  private final long size;
  private long passed;

  public MergedLog(Consumer<byte[], byte[]> consumer, LogRange range, Clock clock) {
    this.consumer = consumer;
    this.clock = clock;
    this.size = range.size();
    consumer.assign(range.spans().keySet());
    range
        .spans()
        .forEach((partition, span) -> {
          consumer.seek(partition, span.from());
          ends.put(partition, span.to());
          positions.put(partition, span.from());
          read.put(partition, new ArrayDeque<>());
        });
  }

  /**
   * Returns the next record, or {@code null} after the last.
   *
   * @throws TimeoutException if the broker does not answer
   */
  public @Nullable ConsumerRecord<byte[], byte[]> next() {
    Instant patient = clock.instant().plus(PATIENCE);
    for (List<TopicPartition> awaited = awaited(); !awaited.isEmpty(); awaited = awaited()) {
      List<TopicPartition> others = new ArrayList<>(read.keySet());
      others.removeAll(awaited);
      consumer.pause(others);
      consumer.resume(awaited);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L)) {
          read.getOrDefault(partition, new ArrayDeque<>()).add(record);
        }
      }
      if (clock.instant().isAfter(patient)) {
        throw new TimeoutException("Kafka does not send what it has in " + awaited.getFirst());
      }
    }
    return oldest();
  }

  private List<TopicPartition> awaited() {
    return read.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
        .toList();
  }

  private @Nullable ConsumerRecord<byte[], byte[]> oldest() {
    Deque<ConsumerRecord<byte[], byte[]>> chosen = null;
    ConsumerRecord<byte[], byte[]> oldest = null;
    for (Deque<ConsumerRecord<byte[], byte[]>> records : read.values()) {
      ConsumerRecord<byte[], byte[]> first = records.peek();
      if (first != null && (oldest == null || isBefore(first, oldest))) {
        oldest = first;
        chosen = records;
      }
    }
    if (chosen == null || oldest == null) {
      passed = size;
      return null;
    }
    chosen.remove();
    TopicPartition partition = new TopicPartition(oldest.topic(), oldest.partition());
    Long before = positions.put(partition, oldest.offset() + 1);
    passed += oldest.offset() + 1 - (before == null ? 0 : before);
    return oldest;
  }

  private static boolean isBefore(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
    return one.timestamp() < other.timestamp()
        || (one.timestamp() == other.timestamp() && one.partition() < other.partition());
  }

  /** Returns the number of offsets of the range that were passed. */
  public long passed() {
    return passed;
  }

  /** Returns the number of offsets of the range. */
  public long size() {
    return size;
  }

  /** Returns the positions from which to continue later. */
  public Map<TopicPartition, Long> positions() {
    return Map.copyOf(positions);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
