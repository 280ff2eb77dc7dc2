package io.chatpush.kafka;

import io.chatpush.service.RateLimitedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.CompletedFetch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Polls a consumer and continues after bytes that it cannot read. The client throws for them on
 * every poll, and its position stays before them. It also keeps what it has fetched until its
 * position is another one, so that a second poll reads the same bytes.
 *
 * <p>Bytes that may have been damaged after the broker read them are fetched again, {@link
 * #FETCHES} times in all and a second apart; meanwhile the consumer reads its other partitions. If
 * each fetch fails in the same way, the damage is on the broker. A network that damages the bytes
 * gives another CRC each time, and no record is refused because of it.
 *
 * <p>The record at the position is then replaced. The client does not say where a batch ends, so
 * all offsets of the batch are replaced one by one, and no record of the next batch is skipped. A
 * batch has at most as many offsets as its producer put into it: compaction removes records, but
 * never joins batches. The offsets that compaction removed before a damaged batch are skipped at
 * once if the client names the first offset of the batch, as it does for a CRC that does not match.
 * It does not for the bytes outside the CRC and for a faulty producer. Those offsets are replaced
 * one by one, too; they are few unless the batch was damaged after a compaction, because the log
 * cleaner does not pass a batch that it cannot read and keeps the newest record of each key before
 * it.
 *
 * <p>Used by one thread, like the consumer.
 */
final class DamageRecovery {

  /** How often the same bytes are fetched before a record is refused. */
  static final int FETCHES = 4;

  /** The time between two fetches of the same bytes. */
  static final long BETWEEN_FETCHES_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * Long enough for the client to look at what it has fetched. Under the protocol {@code consumer},
   * a poll without a timeout may return before it does.
   */
  private static final Duration LOOK = Duration.ofMillis(20);

  private final RawConsumer consumer;
  private final LongSupplier nanos;
  private final RateLimitedLog lines;
  private final Map<TopicPartition, Failure> failures = new HashMap<>();

  /** The partitions that this class has paused; it resumes them before a poll ends. */
  private final Set<TopicPartition> held = new HashSet<>();

  /**
   * @param lines of a limited number a minute, each for a partition
   */
  DamageRecovery(RawConsumer consumer, LongSupplier nanos, RateLimitedLog lines) {
    this.consumer = consumer;
    this.nanos = nanos;
    this.lines = lines;
  }

  /**
   * Polls the consumer. For a record that cannot be read it returns a replacement, or no records if
   * the bytes are to be fetched again.
   *
   * @throws RuntimeException all other failures of the consumer, unchanged
   */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      if (!failures.isEmpty()) {
        failures.keySet().retainAll(consumer.assignment());
        hold(waiting());
      }
      ConsumerRecords<byte[], byte[]> records = parsed(timeout);
      failures.keySet().removeAll(records.partitions());
      return records;
    } catch (KafkaException e) {
      Damage damage = Damage.of(e);
      if (damage == null) {
        throw e;
      }
      return after(damage, e);
    } finally {
      release();
    }
  }

  /**
   * Must be called when the owner of the consumer pauses partitions, which it may do in a rebalance
   * during a poll: they stay paused until the owner resumes them.
   */
  void paused(Collection<TopicPartition> partitions) {
    held.removeAll(partitions);
  }

  /**
   * Polls the consumer. Bytes that look like a batch of an old format can make its parser throw an
   * exception that it does not expect, without the partition. It throws the one that it documents
   * on the next poll.
   */
  private ConsumerRecords<byte[], byte[]> parsed(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (RuntimeException e) {
      if (e instanceof KafkaException || !isOfParser(e)) {
        throw e;
      }
      return consumer.poll(LOOK);
    }
  }

  private static boolean isOfParser(RuntimeException e) {
    for (StackTraceElement call : e.getStackTrace()) {
      if (call.getClassName().equals(CompletedFetch.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private ConsumerRecords<byte[], byte[]> after(Damage damage, KafkaException e) {
    TopicPartition partition = damage.partition() == null ? located() : damage.partition();
    if (partition == null || !consumer.assignment().contains(partition)) {
      throw e;
    }
    OptionalLong position = position(partition);
    if (position.isEmpty()) {
      throw e;
    }
    long offset = position.getAsLong();
    long now = nanos.getAsLong();
    Failure last = failures.get(partition);
    Failure failure =
        last != null && last.isOf(damage, offset)
            ? last.again(now)
            : new Failure(damage.text(), offset, 1, now + BETWEEN_FETCHES_NANOS);
    if (damage.transferable() && failure.fetches() < FETCHES) {
      if (damage.partition() != null) {
        discardFetched(partition, offset);
      }
      failures.put(partition, failure);
      lines.warn(
          "fetch again",
          "The Kafka client cannot read the data that it fetched from {} at offset {} ({}); it"
              + " fetches the data again",
          partition,
          offset,
          nameOf(e));
      return ConsumerRecords.empty();
    }
    long lost = Math.max(offset, firstOffset(damage, partition, offset));
    consumer.seek(partition, lost + 1);
    // The rest of the batch fails in the same way and is not fetched several times.
    failures.put(partition, new Failure(damage.text(), lost + 1, failure.fetches(), now));
    // Without the message, which may quote the record.
    lines.error(
        partition,
        "The Kafka client cannot read the record of {} at offset {} ({}); it is refused without its"
            + " key and value",
        partition,
        lost,
        nameOf(e));
    return replacement(partition, lost, nameOf(e));
  }

  /**
   * Returns the first offset of the damaged batch, or -1 if it is unknown. There is no record
   * between the position and it, because the broker returned this batch for the position. The
   * offset itself is not part of the CRC: one that is not on the topic is damaged as well, and a
   * seek to it would reset the position.
   */
  private long firstOffset(Damage damage, TopicPartition partition, long position) {
    OptionalLong lag = consumer.currentLag(partition);
    return lag.isPresent() && damage.batch() < position + lag.getAsLong() ? damage.batch() : -1;
  }

  /** Makes the client fetch the partition again. */
  private void discardFetched(TopicPartition partition, long offset) {
    Set<TopicPartition> others = new HashSet<>(consumer.assignment());
    others.remove(partition);
    hold(others);
    try {
      consumer.seek(partition, offset + 1);
      meetsUnnamed();
    } finally {
      seekBack(partition, offset);
    }
  }

  /**
   * Returns the partition whose bytes the client refuses without naming it, and makes the client
   * fetch it again. The client looks at one partition after the other and fails at the first
   * damaged one, until the position of this one changes. Returns {@code null} if the failure was
   * another one.
   */
  private @Nullable TopicPartition located() {
    // In a long run of damage, the partition of the last failure is probably it.
    Set<TopicPartition> candidates = new LinkedHashSet<>(failures.keySet());
    candidates.addAll(consumer.assignment());
    Map<TopicPartition, Long> moved = new LinkedHashMap<>();
    hold(candidates);
    try {
      if (!meetsUnnamed()) {
        return null;
      }
      for (TopicPartition candidate : candidates) {
        OptionalLong offset = position(candidate);
        if (offset.isPresent()) {
          consumer.seek(candidate, offset.getAsLong() + 1);
          moved.put(candidate, offset.getAsLong());
          if (!meetsUnnamed()) {
            return candidate;
          }
        }
      }
      return null;
    } finally {
      moved.forEach(this::seekBack);
    }
  }

  /**
   * Lets the client look at what it has fetched, and returns whether it refuses some of it without
   * naming the partition. Records are read again by a later poll.
   */
  private boolean meetsUnnamed() {
    try {
      ConsumerRecords<byte[], byte[]> records = parsed(LOOK);
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).getFirst().offset());
      }
      return false;
    } catch (KafkaException e) {
      Damage damage = Damage.of(e);
      if (damage == null) {
        throw e;
      }
      return damage.partition() == null;
    }
  }

  /** Undoes a seek, unless a rebalance has given the partition away or another position. */
  private void seekBack(TopicPartition partition, long offset) {
    if (consumer.assignment().contains(partition)) {
      OptionalLong position = position(partition);
      if (position.isPresent() && position.getAsLong() > offset) {
        consumer.seek(partition, offset);
      }
    }
  }

  private OptionalLong position(TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  private Set<TopicPartition> waiting() {
    long now = nanos.getAsLong();
    Set<TopicPartition> waiting = new HashSet<>();
    failures.forEach((partition, failure) -> {
      if (failure.fetchAt() - now > 0) {
        waiting.add(partition);
      }
    });
    return waiting;
  }

  private void hold(Set<TopicPartition> partitions) {
    Set<TopicPartition> running = new HashSet<>(partitions);
    running.removeAll(consumer.paused());
    if (!running.isEmpty()) {
      held.addAll(running);
      consumer.pause(running);
    }
  }

  private void release() {
    if (!held.isEmpty()) {
      held.retainAll(consumer.assignment());
      consumer.resume(held);
      held.clear();
    }
  }

  private static String nameOf(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getClass().getSimpleName();
  }

  private static ConsumerRecords<byte[], byte[]> replacement(
      TopicPartition partition, long offset, String failure) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(ResilientConsumer.UNREADABLE, failure.getBytes(StandardCharsets.UTF_8));
    ConsumerRecord<byte[], byte[]> replacement =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            // Without a time, a repartition topic of Kafka Streams would end its thread.
            System.currentTimeMillis(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            null,
            null,
            headers,
            Optional.empty());
    return new ConsumerRecords<>(
        Map.of(partition, List.of(replacement)),
        Map.of(partition, new OffsetAndMetadata(offset + 1)));
  }

  /**
   * The last failure of a partition.
   *
   * @param fetches how often the offset, or those before it in the same batch, failed in this way
   * @param fetchAt when the offset may be fetched again, in the time of {@link System#nanoTime}
   */
  private record Failure(String text, long offset, int fetches, long fetchAt) {
    boolean isOf(Damage damage, long position) {
      return offset == position && text.equals(damage.text());
    }

    /** Returns the next failure. A fetch that was sent before its time does not count. */
    Failure again(long now) {
      return fetchAt - now > 0
          ? this
          : new Failure(text, offset, fetches + 1, now + BETWEEN_FETCHES_NANOS);
    }
  }
}
