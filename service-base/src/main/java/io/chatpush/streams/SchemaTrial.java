package io.chatpush.streams;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a poll that cannot be decoded now, because the registry does not answer for
 * their schema. A record whose schema id has been decoded before costs a look into a set; any other
 * is decoded once on trial. A record that can never be decoded passes: the processor that gets it
 * refuses it.
 *
 * <p>Used by one thread.
 */
final class SchemaTrial {

  /** A thread that waits longer for the registry delays the records of all its partitions. */
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A zero byte, and a schema id of four bytes. */
  private static final int HEADER_BYTES = 5;

  /** A registry has some dozens of schemas for a few topics; the limit bounds the memory. */
  private static final int MOST_KNOWN = 10_000;

  /**
   * The first record of a partition that cannot be handed out.
   *
   * @param offset of that record
   * @param why what the registry said; {@code null} if there was no time to ask it
   */
  record Cut(long offset, @Nullable String why) {}

  private final Set<String> topics;
  private final Deserializer<?> deserializer;
  private final LongSupplier nanos;
  private final Set<Integer> known = new HashSet<>();

  /**
   * @param topics whose records need the registry
   * @param deserializer of these topics
   * @param nanos a clock as {@link System#nanoTime}
   */
  SchemaTrial(Set<String> topics, Deserializer<?> deserializer, LongSupplier nanos) {
    this.topics = Set.copyOf(topics);
    this.deserializer = deserializer;
    this.nanos = nanos;
  }

  /** Returns where each partition must be cut; those without such a record are absent. */
  Map<TopicPartition, Cut> cuts(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Cut> cuts = Map.of();
    long spent = 0;
    for (TopicPartition partition : records.partitions()) {
      if (!topics.contains(partition.topic())) {
        continue;
      }
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (!needsTrial(record.value())) {
          continue;
        }
        long begun = nanos.getAsLong();
        Cut cut = spent < BUDGET_NANOS ? tried(record) : new Cut(record.offset(), null);
        spent += nanos.getAsLong() - begun;
        if (cut != null) {
          if (cuts.isEmpty()) {
            cuts = new HashMap<>();
          }
          cuts.put(partition, cut);
          break;
        }
      }
    }
    return cuts;
  }

  /**
   * Returns the records before the cuts. The next offsets, which Kafka Streams commits, are cut,
   * too.
   */
  static ConsumerRecords<byte[], byte[]> before(
      Map<TopicPartition, Cut> cuts, ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
      Cut cut = cuts.get(partition);
      if (cut == null) {
        kept.put(partition, all);
        continue;
      }
      List<ConsumerRecord<byte[], byte[]>> before = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : all) {
        if (record.offset() < cut.offset()) {
          before.add(record);
        }
      }
      if (!before.isEmpty()) {
        kept.put(partition, before);
      }
      next.put(partition, new OffsetAndMetadata(cut.offset()));
    }
    return new ConsumerRecords<>(kept, next);
  }

  private boolean needsTrial(byte @Nullable [] value) {
    // Without a header it cannot be decoded, whatever the registry says.
    return value != null
        && value.length >= HEADER_BYTES
        && value[0] == 0
        && !known.contains(schemaId(value));
  }

  private @Nullable Cut tried(ConsumerRecord<byte[], byte[]> record) {
    try {
      var _ = deserializer.deserialize(record.topic(), record.value());
    } catch (RuntimeException e) {
      return RegistryFaults.isPassing(e)
          ? new Cut(record.offset(), String.valueOf(e.getMessage()))
          : null;
    } catch (StackOverflowError e) {
      // The writer's schema may be recursive, and the bytes as deep as they like.
      return null;
    }
    if (known.size() < MOST_KNOWN) {
      known.add(schemaId(record.value()));
    }
    return null;
  }

  private static int schemaId(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }
}
