package io.chatpush.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches of some partitions, read as {@code FetchCollector} of the Kafka client reads them: what
 * has been fetched stays until the position is another one, and the first damaged batch hides all
 * that was fetched after it.
 */
final class FakeRawConsumer implements RawConsumer {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::toString);

  /** The offsets that were fetched, such as {@code a-0@17}. */
  final List<String> fetches = new ArrayList<>();

  private final Map<TopicPartition, NavigableMap<Long, Batch>> batches = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Set<TopicPartition> paused = new TreeSet<>(ORDER);
  private final Deque<Fetch> fetched = new ArrayDeque<>();
  private final Map<Integer, Runnable> events = new HashMap<>();
  private int polls;

  /** What the client throws for a batch, in this order; the last one again and again. */
  record Failures(boolean namesPartition, List<RuntimeException> exceptions) {}

  private record Batch(
      long first, long last, IntFunction<Failures> failures, AtomicInteger fetches) {}

  private record Fetch(
      TopicPartition partition,
      long offset,
      Batch batch,
      boolean namesPartition,
      Deque<RuntimeException> failures) {}

  /** Adds a readable batch. */
  void add(TopicPartition partition, long first, long last) {
    add(partition, first, last, _ -> new Failures(true, List.of()));
  }

  /**
   * Adds a batch.
   *
   * @param failures of its fetches, the first of which is 1
   */
  void add(TopicPartition partition, long first, long last, IntFunction<Failures> failures) {
    batches
        .computeIfAbsent(partition, _ -> new TreeMap<>())
        .put(last, new Batch(first, last, failures, new AtomicInteger()));
    positions.putIfAbsent(partition, first);
  }

  /**
   * Runs something within a poll, such as a rebalance.
   *
   * @param poll the first is 1
   */
  void during(int poll, Runnable event) {
    events.put(poll, event);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    events.getOrDefault(++polls, () -> {}).run();
    ConsumerRecords<byte[], byte[]> records = collect();
    if (!records.isEmpty()) {
      return records;
    }
    fetch();
    return collect();
  }

  private ConsumerRecords<byte[], byte[]> collect() {
    List<Fetch> aside = new ArrayList<>();
    try {
      while (!fetched.isEmpty()) {
        Fetch next = fetched.getFirst();
        if (position(next.partition(), Duration.ZERO) != next.offset()) {
          fetched.removeFirst();
        } else if (!next.failures().isEmpty() && !next.namesPartition()) {
          throw failure(next);
        } else if (paused.contains(next.partition())) {
          aside.add(fetched.removeFirst());
        } else if (!next.failures().isEmpty()) {
          throw failure(next);
        } else {
          fetched.removeFirst();
          return records(next);
        }
      }
      return ConsumerRecords.empty();
    } finally {
      fetched.addAll(aside);
    }
  }

  private static RuntimeException failure(Fetch fetch) {
    return fetch.failures().size() == 1
        ? fetch.failures().getFirst()
        : fetch.failures().removeFirst();
  }

  private ConsumerRecords<byte[], byte[]> records(Fetch fetch) {
    TopicPartition partition = fetch.partition();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset = Math.max(fetch.offset(), fetch.batch().first());
        offset <= fetch.batch().last();
        offset++) {
      records.add(
          new ConsumerRecord<>(
              partition.topic(),
              partition.partition(),
              offset,
              null,
              "good".getBytes(StandardCharsets.UTF_8)));
    }
    long next = fetch.batch().last() + 1;
    positions.put(partition, next);
    return new ConsumerRecords<>(
        Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(next)));
  }

  private void fetch() {
    batches.forEach((partition, log) -> {
      Map.Entry<Long, Batch> batch = log.ceilingEntry(position(partition, Duration.ZERO));
      if (batch == null
          || paused.contains(partition)
          || fetched.stream().anyMatch(fetch -> fetch.partition().equals(partition))) {
        return;
      }
      long offset = position(partition, Duration.ZERO);
      fetches.add(partition + "@" + offset);
      Failures failures =
          batch.getValue().failures().apply(batch.getValue().fetches().incrementAndGet());
      fetched.add(
          new Fetch(
              partition,
              offset,
              batch.getValue(),
              failures.namesPartition(),
              new ArrayDeque<>(failures.exceptions())));
    });
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  @Override
  public long position(TopicPartition partition, Duration timeout) {
    return positions.getOrDefault(partition, 0L);
  }

  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    NavigableMap<Long, Batch> log = batches.get(partition);
    return log == null
        ? OptionalLong.empty()
        : OptionalLong.of(log.lastKey() + 1 - position(partition, Duration.ZERO));
  }

  @Override
  public Set<TopicPartition> assignment() {
    return Set.copyOf(batches.keySet());
  }

  @Override
  public Set<TopicPartition> paused() {
    return Set.copyOf(paused);
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(Set.copyOf(partitions));
  }
}
