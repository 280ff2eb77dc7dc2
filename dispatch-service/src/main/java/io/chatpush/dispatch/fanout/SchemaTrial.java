package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.PushCommand;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a poll that cannot be decoded now, because the registry does not answer for
 * their schema. A record whose schema id has been decoded before costs a look into a set; any other
 * is decoded once on trial. One that can never be decoded passes: the processor dead-letters it.
 *
 * <p>Used by one thread.
 */
final class SchemaTrial {

  /** A thread that waits longer for the registry delays the records of all its partitions. */
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A zero byte, and a schema id of four bytes. */
  private static final int HEADER_BYTES = 5;

  /** A registry has some dozens of schemas for these topics; the limit bounds the memory. */
  private static final int MOST_KNOWN = 10_000;

  /**
   * The first record of a partition that cannot be handed out.
   *
   * @param offset of that record
   * @param why what the registry said; {@code null} if there was no time to ask it
   */
  record Cut(long offset, @Nullable String why) {}

  private final RecordCodec codec;
  private final LongSupplier nanos;
  private final Set<Integer> known = new HashSet<>();

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  SchemaTrial(RecordCodec codec, LongSupplier nanos) {
    this.codec = codec;
    this.nanos = nanos;
  }

  /** Returns where each partition must be cut; those without such a record are absent. */
  Map<TopicPartition, Cut> cuts(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Cut> cuts = Map.of();
    long spent = 0;
    for (TopicPartition partition : records.partitions()) {
      Class<? extends SpecificRecord> type = type(partition.topic());
      if (type == null) {
        continue;
      }
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (!needsTrial(record.value())) {
          continue;
        }
        long begun = nanos.getAsLong();
        Cut cut = spent < BUDGET_NANOS ? tried(record, type) : new Cut(record.offset(), null);
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

  private @Nullable Cut tried(
      ConsumerRecord<byte[], byte[]> record, Class<? extends SpecificRecord> type) {
    try {
      var _ = codec.decode(type, record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      return null;
    } catch (SerializationException e) {
      return new Cut(record.offset(), String.valueOf(e.getMessage()));
    }
    if (known.size() < MOST_KNOWN) {
      known.add(schemaId(record.value()));
    }
    return null;
  }

  private static int schemaId(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }

  /** Returns the type of a topic's records; {@code null} for devices, which are stored as bytes. */
  private static @Nullable Class<? extends SpecificRecord> type(String topic) {
    return switch (topic) {
      case Topics.CHAT_MESSAGES -> ChatMessageEvent.class;
      case Topics.PUSH_COMMANDS, Topics.PUSH_COMMANDS_BULK -> PushCommand.class;
      default -> null;
    };
  }
}
