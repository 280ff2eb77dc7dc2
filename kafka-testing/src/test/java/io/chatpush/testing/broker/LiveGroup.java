package io.chatpush.testing.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * A group with one consumer, which commits a higher offset for each of its partitions all the time
 * and compares what the broker remembers with what it acknowledged. No records are needed for that.
 */
final class LiveGroup implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);

  /** Of one call: less than the limit of any wait, so that a call that hangs is seen. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final int partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final AtomicLong commits = new AtomicLong();
  private final Map<TopicPartition, Long> acknowledged = new HashMap<>();
  private final List<String> setBack = new CopyOnWriteArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();

  private LiveGroup(String bootstrapServers, String protocol, String topic, int partitions) {
    this.name = "live-" + protocol;
    this.partitions = partitions;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                name,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    thread = Thread.ofPlatform().name(name).start(this::run);
  }

  static LiveGroup join(String bootstrapServers, String protocol, String topic, int partitions) {
    return new LiveGroup(bootstrapServers, protocol, topic, partitions);
  }

  /** Waits until it has all partitions and has committed again. */
  void awaitCommits(Duration limit) {
    long before = commits.get();
    Awaitility.await(name + " commits for all partitions again")
        .atMost(limit)
        .until(() -> commits.get() > before + 1);
  }

  /** Offsets that the broker had acknowledged and no longer knew. */
  List<String> setBack() {
    return setBack;
  }

  /** What the consumer met, but for what it is to try again after. */
  List<Exception> failures() {
    return failures;
  }

  private void run() {
    try (consumer) {
      while (true) {
        try {
          commit();
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
          // The broker is away, or the group has a new generation.
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private void commit() {
    var _ = consumer.poll(POLL);
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (var remembered : consumer.committed(assigned, CALL_LIMIT).entrySet()) {
      long offset = remembered.getValue() == null ? 0 : remembered.getValue().offset();
      long last = acknowledged.getOrDefault(remembered.getKey(), 0L);
      if (offset < last) {
        setBack.add(remembered.getKey() + " from " + last + " to " + offset);
      }
      offsets.put(remembered.getKey(), new OffsetAndMetadata(offset + 1));
    }
    consumer.commitSync(offsets, CALL_LIMIT);
    offsets.forEach((partition, offset) -> acknowledged.put(partition, offset.offset()));
    if (assigned.size() == partitions) {
      commits.incrementAndGet();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
