package io.chatpush.token.ownership;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records of a poll must wait for the schema registry, and which partitions wait. The
 * first record of a schema id that is new to it is decoded on trial; one that can never be decoded
 * passes, and is counted where the stream meets it.
 *
 * <pre>
 *   FLOWING --- the registry gives no answer for a record ---> WAITING, paused
 *      ^                                                           |
 *      '---------------------- {@link #WAIT} later ----------------'
 * </pre>
 *
 * <p>Used by one thread.
 */
final class RegistryHold {

  /** The registry is asked again this often; the serde has a backoff of its own. */
  private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int HEADER_BYTES = 5;

  /** A registry has a few schemas of this topic; the limit bounds the memory. */
  private static final int MOST_KNOWN = 1_000;

  private final String topic;
  private final Deserializer<?> events;
  private final BadRecords bad;
  private final LongSupplier nanos;
  private final Set<Integer> known = new HashSet<>();
  private final Map<TopicPartition, Long> waiting = new HashMap<>();
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();

  /** Those that wait, or are on trial after a wait. */
  private final Set<TopicPartition> held = new HashSet<>();

  /**
   * @param topic of the events; records of other topics need no registry
   * @param events decodes them
   * @param nanos a clock as {@link System#nanoTime}
   */
  RegistryHold(String topic, Deserializer<?> events, BadRecords bad, LongSupplier nanos) {
    this.topic = topic;
    this.events = events;
    this.bad = bad;
    this.nanos = nanos;
  }

  /**
   * Returns the offset of the first record of each partition that must wait. These partitions wait
   * from now on.
   */
  Map<TopicPartition, Long> cuts(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> cuts = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (partition.topic().equals(topic)) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          String reason = reasonToWait(record);
          if (reason != null) {
            cuts.put(partition, record.offset());
            waiting.put(partition, nanos.getAsLong() + WAIT);
            held.add(partition);
            bad.waiting(partition, record.offset(), reason);
            break;
          }
        }
        if (!held.isEmpty() && !cuts.containsKey(partition) && held.remove(partition)) {
          bad.notWaiting(partition);
        }
      }
    }
    return cuts;
  }

  /**
   * Returns the records before the cuts; the next offsets, which the stream commits, are cut, too.
   */
  static ConsumerRecords<byte[], byte[]> before(
      Map<TopicPartition, Long> cuts, ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = new ArrayList<>(records.records(partition));
      Long cut = cuts.get(partition);
      if (cut != null) {
        some.removeIf(record -> record.offset() >= cut);
        next.put(partition, new OffsetAndMetadata(cut));
      }
      if (!some.isEmpty()) {
        kept.put(partition, some);
      }
    }
    return new ConsumerRecords<>(kept, next);
  }

  /** Ends the waits that are over, and returns the partitions to be resumed. */
  List<TopicPartition> due(Set<TopicPartition> assigned) {
    if (!pausedByStreams.isEmpty()) {
      pausedByStreams.retainAll(assigned);
    }
    if (!held.isEmpty()) {
      release(partition -> !assigned.contains(partition));
    }
    if (waiting.isEmpty()) {
      return List.of();
    }
    long now = nanos.getAsLong();
    waiting.keySet().retainAll(assigned);
    List<TopicPartition> due =
        waiting.entrySet().stream()
            .filter(wait -> now - wait.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(waiting::remove);
    return due.stream().filter(partition -> !pausedByStreams.contains(partition)).toList();
  }

  /** Kafka Streams pauses partitions itself; they stay paused until it resumes them. */
  void paused(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
  }

  /** Kafka Streams resumes partitions; returns those that do not wait. */
  List<TopicPartition> resumed(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(Set.copyOf(partitions));
    return partitions.stream().filter(partition -> !waiting.containsKey(partition)).toList();
  }

  /** Ends all waits, because the consumer is closed. */
  void clear() {
    release(_ -> true);
    waiting.clear();
  }

  private void release(Predicate<TopicPartition> which) {
    held.removeIf(partition -> {
      boolean released = which.test(partition);
      if (released) {
        bad.notWaiting(partition);
      }
      return released;
    });
  }

  private @Nullable String reasonToWait(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    // Without the header it cannot be decoded, whatever the registry says.
    if (value == null || value.length < HEADER_BYTES || value[0] != 0) {
      return null;
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    if (known.contains(id)) {
      return null;
    }
    try {
      var _ = events.deserialize(topic, value);
    } catch (RuntimeException e) {
      return RegistryFaults.isPassing(e) ? String.valueOf(e.getMessage()) : null;
    }
    if (known.size() < MOST_KNOWN) {
      known.add(id);
    }
    return null;
  }
}
