package io.chatpush.dispatch.operations.log;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of offsets of some partitions; records that are written later are not in it.
 *
 * @param spans by partition; empty ones are left out
 */
public record LogRange(Map<TopicPartition, Span> spans) {

  /** Offsets from {@code from} up to, not including, {@code to}. */
  public record Span(long from, long to) {
    long size() {
      return Math.max(0, to - from);
    }
  }

  public LogRange {
    Map<TopicPartition, Span> some = new HashMap<>();
    spans.forEach((partition, span) -> {
      if (span.size() > 0) {
        some.put(partition, span);
      }
    });
    spans = Map.copyOf(some);
  }

  /** Returns all partitions of a topic. */
  public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /**
   * Returns the records that are there now, written at {@code since} or later.
   *
   * @param since {@code null} for all that are kept
   */
  public static LogRange upToNow(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, @Nullable Instant since) {
    // The ends first: records after them were written meanwhile.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    return between(
        since == null
            ? consumer.beginningOffsets(partitions)
            : at(consumer, partitions, since, ends),
        ends);
  }

  /** Returns the ranges from some offsets to others; a partition without a start is left out. */
  public static LogRange between(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    Map<TopicPartition, Span> spans = new HashMap<>();
    from.forEach((partition, offset) ->
        spans.put(partition, new Span(offset, to.getOrDefault(partition, offset))));
    return new LogRange(spans);
  }

  /** Returns the offset of the first record of that time or later; the end if there is none. */
  public static Map<TopicPartition, Long> at(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      Instant time,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, millis(time)));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      offsets.put(
          partition,
          first == null ? ends.getOrDefault(partition, 0L) : Long.valueOf(first.offset()));
    }
    return offsets;
  }

  /**
   * Returns a time that a record may have; {@link Instant#toEpochMilli} throws for distant times.
   */
  private static long millis(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))
        ? Long.MAX_VALUE
        : time.toEpochMilli();
  }

  /** Returns the same ranges without the records before these offsets. */
  public LogRange from(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Span> rest = new HashMap<>();
    spans.forEach((partition, span) ->
        rest.put(
            partition,
            new Span(
                Math.max(span.from(), positions.getOrDefault(partition, span.from())), span.to())));
    return new LogRange(rest);
  }

  /** Returns the number of offsets; after compaction some have no record. */
  public long size() {
    return spans.values().stream().mapToLong(Span::size).sum();
  }
}
