package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Kafka until a broker has acknowledged the record or the publisher is closed. Faults
 * that may pass, such as a broker or a schema registry that does not answer or a missing
 * permission, are retried without a limit. A fault of the record itself is reported to the caller
 * at once: a record that cannot be encoded, or that is too large.
 *
 * <p>A record of {@link Topics#PUSH_DEAD_LETTERS} that is too large is written without its value,
 * with its size and its digest in headers, because a dead letter has no other place to go.
 *
 * <p>Callers are never blocked, whatever the broker does, so an event loop may call: a thread of
 * this class encodes and sends. The queue is bounded by what the callers have in flight. A topic
 * that the producer cannot take records for, because it is missing for example, does not delay the
 * others: its records are parked, in their order, until another thread has seen that the topic is
 * there.
 *
 * <p>Supervision replaces a producer that acknowledges nothing; what the old one had not
 * acknowledged is sent again by the new one. Thread-safe.
 */
public final class EventPublisher implements AutoCloseable, Supervised {

  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int BATCH = 1_000;
  private static final Entry END = new Entry("", null, null, null, null, List.of());
  private static final Entry RESUME = new Entry("", null, null, null, null, List.of());

  /** Longer than a broker needs to restart, and than any write takes while it is there. */
  private static final long LONGEST_WITHOUT_ACK = Duration.ofSeconds(20).toNanos();

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final RecordCodec codec;
  private final KafkaProbe probe;
  private final LongAdder taken = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final Map<String, Failing> failing = new ConcurrentHashMap<>();

  /** The records that wait for their topic. Only the thread of this class changes the map. */
  private final Map<String, Parked> parked = new ConcurrentHashMap<>();

  /** The topics whose parked records are to be sent when the thread meets {@link #RESUME}. */
  private final Queue<String> toResume = new ConcurrentLinkedQueue<>();

  private final Clock clock;
  private final RateLimitedLog failures;
  private final Thread thread;
  private volatile Producer<byte[], byte[]> producer;
  private volatile boolean closing;
  private volatile @Nullable Exception lastFailure;
  private long seenEnded;
  private long endedAt = System.nanoTime();

  /** Since when records of a topic cannot be written, and why. */
  private record Failing(Instant since, String why) {}

  /** The records of a topic that wait behind the first, which the producer did not take. */
  private static final class Parked {
    private final Entry first;
    private final List<Entry> entries = new ArrayList<>();

    private Parked(Entry first) {
      this.first = first;
      entries.add(first);
    }
  }

  /**
   * @param producers creates a producer, now and when supervision replaces it
   */
  EventPublisher(
      Supplier<Producer<byte[], byte[]>> producers,
      RecordCodec codec,
      KafkaProbe probe,
      Clock clock) {
    this.producers = producers;
    this.codec = codec;
    this.probe = probe;
    producer = producers.get();
    this.clock = clock;
    failures = new RateLimitedLog(log, clock);
    thread = Thread.ofPlatform().name("event-publisher").daemon().start(this::run);
  }

  /**
   * Writes a record.
   *
   * @return completes when a broker has acknowledged it; with a {@link PublisherClosedException} if
   *     the publisher is closed first; with any other exception if the record can never be written,
   *     e.g. {@link RecordTooLargeException}
   */
  public CompletableFuture<Void> publish(String topic, String key, SpecificRecord value) {
    return publish(topic, key, value, List.of());
  }

  /**
   * Writes bytes as they are, with headers; otherwise as {@link #publish(String, String,
   * SpecificRecord)}.
   */
  public CompletableFuture<Void> publish(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
    return enqueue(new Entry(topic, null, key, null, value, headers));
  }

  /**
   * Writes a record with headers; otherwise as {@link #publish(String, String, SpecificRecord)}.
   */
  public CompletableFuture<Void> publish(
      String topic, String key, SpecificRecord value, Iterable<Header> headers) {
    return enqueue(
        new Entry(topic, null, key.getBytes(StandardCharsets.UTF_8), value, null, headers));
  }

  /**
   * Writes a record to a partition that its key does not decide; otherwise as {@link
   * #publish(String, String, SpecificRecord)}.
   */
  public CompletableFuture<Void> publish(
      String topic, int partition, String key, SpecificRecord value) {
    return enqueue(
        new Entry(topic, partition, key.getBytes(StandardCharsets.UTF_8), value, null, List.of()));
  }

  /**
   * Describes the topics that cannot be written now and why, for operators; empty if there are
   * none.
   */
  public Optional<String> trouble() {
    if (failing.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("records cannot be written:");
    new TreeMap<>(failing)
        .forEach((topic, trouble) ->
            text.append(" %s since %s (%s);".formatted(topic, trouble.since(), trouble.why())));
    text.setLength(text.length() - 1);
    return Optional.of(text.toString());
  }

  @Override
  public String name() {
    return "event-publisher";
  }

  @Override
  public synchronized Condition condition() {
    if (closing) {
      return Condition.NOT_RUNNING;
    }
    if (!thread.isAlive()) {
      return new Condition.Ended("has lost its thread");
    }
    long now = System.nanoTime();
    long done = ended.sum();
    if (done != seenEnded || taken.sum() <= done) {
      seenEnded = done;
      endedAt = now;
    }
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      return new Condition.Stuck("reports that " + trouble.get());
    }
    return now - endedAt > LONGEST_WITHOUT_ACK
        ? new Condition.Stuck(
            "waits for the acknowledgement of %d records and has got none for %d s"
                .formatted(taken.sum() - done, Duration.ofNanos(now - endedAt).toSeconds()))
        : Condition.WORKING;
  }

  @Override
  public Optional<String> outsideCause() {
    return KafkaProbe.outsideCause(lastFailure)
        .or(() -> probe.cause("", Set.copyOf(failing.keySet())));
  }

  @Override
  public void heal() {
    Producer<byte[], byte[]> old = producer;
    producer = producers.get();
    // What it has not sent fails at once, and is sent again by the new one.
    old.close(Duration.ZERO);
    if (closing) {
      producer.close(Duration.ZERO);
    }
    resume(parked.keySet());
  }

  private CompletableFuture<Void> enqueue(Entry entry) {
    if (closing) {
      entry.written.completeExceptionally(new PublisherClosedException());
    } else {
      taken.increment();
      queue.add(entry);
    }
    return entry.written;
  }

  private void run() {
    List<Entry> batch = new ArrayList<>(BATCH);
    boolean stopped = false;
    while (!stopped) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
      } catch (InterruptedException e) {
        if (closing) {
          return;
        }
        // Only close() ends this thread: every partition's commits depend on it.
        continue;
      }
      for (Entry entry : batch) {
        if (entry == END) {
          stopped = true;
        } else if (entry == RESUME) {
          resumeAll();
        } else {
          take(entry);
        }
      }
      batch.clear();
    }
    parked
        .values()
        .forEach(
            each -> each.entries.forEach(entry -> fail(entry, new PublisherClosedException())));
  }

  private void take(Entry entry) {
    Parked before = parked.isEmpty() ? null : parked.get(entry.topic);
    if (before != null) {
      before.entries.add(entry);
      return;
    }
    try {
      send(entry);
    } catch (RuntimeException | Error e) {
      fail(entry, e);
    }
  }

  private void send(Entry entry) {
    if (!failing.isEmpty() && failing.containsKey(entry.topic)) {
      // The producer would take the records of a topic without a leader, and fill its buffer, which
      // the other topics need, with them.
      try {
        requireLeader(entry);
      } catch (KafkaException | IllegalStateException e) {
        retryLater(entry, e);
        return;
      }
    }
    byte[] value;
    try {
      value = entry.record == null ? entry.bytes : codec.encode(entry.topic, entry.record);
    } catch (RuntimeException e) {
      if (RecordCodec.isRegistryUnavailable(e)) {
        retryLater(entry, e);
      } else {
        fail(entry, e);
      }
      return;
    }
    // Kept only where it may be needed: a value is otherwise garbage once it is in the batch.
    byte[] forDigest = entry.isDeadLetter() ? value : null;
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  entry.topic, entry.partition, null, entry.key, value, entry.headers),
              (metadata, failure) -> {
                if (failure == null) {
                  written(entry);
                } else {
                  failed(entry, forDigest, failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      failed(entry, forDigest, e);
    }
  }

  private void written(Entry entry) {
    if (!failing.isEmpty()) {
      failing.remove(entry.topic);
      lastFailure = null;
    }
    ended.increment();
    entry.written.complete(null);
  }

  private void fail(Entry entry, Throwable failure) {
    ended.increment();
    entry.written.completeExceptionally(failure);
  }

  private void failed(Entry entry, byte @Nullable [] value, Exception failure) {
    if (isTooLarge(failure) && entry.isDeadLetter()) {
      Entry smaller = entry.smaller(value);
      if (smaller == null) {
        // The topic takes no record of any size: somebody has to change its settings.
        retryLater(entry, failure);
      } else {
        queue.add(smaller);
      }
    } else if (isFaultOfTheRecord(failure)) {
      fail(entry, failure);
    } else {
      retryLater(entry, failure);
    }
  }

  /**
   * Whether the publication failed because the record is larger than the client or topic allows.
   */
  public static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException
          || cause instanceof RecordBatchTooLargeException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFaultOfTheRecord(Throwable failure) {
    return isTooLarge(failure)
        || failure instanceof SerializationException
        || failure instanceof InvalidRecordException;
  }

  private void retryLater(Entry entry, Exception failure) {
    if (closing) {
      fail(entry, new PublisherClosedException(failure));
      return;
    }
    lastFailure = failure;
    String why = markFailing(entry.topic, failure);
    failures.warn(
        entry.topic + why, "A record cannot be written to {} and is retried", entry.topic, failure);
    if (Thread.currentThread().equals(thread)
        && !isFaultOfTheRecord(failure)
        && !RecordCodec.isRegistryUnavailable(failure)) {
      // The call of the producer has failed, and may have blocked: so would the next for the topic.
      Parked first = new Parked(entry);
      parked.put(entry.topic, first);
      afterPause(() -> tryTopic(first));
    } else {
      afterPause(() -> queue.add(entry));
    }
  }

  /** Notes since when the topic fails, and returns the reason in one word. */
  private String markFailing(String topic, Exception failure) {
    String why = failure.getClass().getSimpleName();
    failing.computeIfAbsent(topic, _ -> new Failing(clock.instant(), why));
    return why;
  }

  /** Runs the task after a pause, on a thread that may block. */
  private static void afterPause(Runnable task) {
    CompletableFuture.delayedExecutor(
            PAUSE_AFTER_FAILURE.toMillis(),
            TimeUnit.MILLISECONDS,
            command -> Thread.ofVirtual().name("event-publisher-retry").start(command))
        .execute(task);
  }

  /** Lets the parked records of a topic be sent, or tries again later. */
  private void tryTopic(Parked waiting) {
    Entry first = waiting.first;
    if (closing || !waiting.equals(parked.get(first.topic))) {
      return;
    }
    boolean there = false;
    try {
      requireLeader(first);
      there = true;
      resume(List.of(first.topic));
    } catch (RuntimeException e) {
      lastFailure = e;
      markFailing(first.topic, e);
    } finally {
      // After an Error, too: otherwise the records would wait until the service is restarted.
      if (!there) {
        afterPause(() -> tryTopic(waiting));
      }
    }
  }

  private void resume(Collection<String> topics) {
    toResume.addAll(topics);
    queue.add(RESUME);
  }

  private void resumeAll() {
    for (String topic = toResume.poll(); topic != null; topic = toResume.poll()) {
      Parked waiting = parked.remove(topic);
      if (waiting != null) {
        // If one is parked again, so are those behind it.
        waiting.entries.forEach(this::take);
      }
    }
  }

  /**
   * Checks that the producer knows the topic and the partition of the record, and that a partition
   * has a leader. Blocks for up to {@code max.block.ms} where it does not know them.
   *
   * @throws KafkaException if the record cannot be written now
   */
  private void requireLeader(Entry entry) {
    List<PartitionInfo> partitions = producer.partitionsFor(entry.topic);
    if (entry.partition != null && entry.partition >= partitions.size()) {
      throw new InvalidPartitionsException(
          "%s has %d partitions".formatted(entry.topic, partitions.size()));
    }
    if (partitions.stream().allMatch(each -> each.leader() == null || each.leader().isEmpty())) {
      throw new LeaderNotAvailableException("no partition of " + entry.topic + " has a leader");
    }
  }

  /** Sends what was handed over, waits up to ten seconds for it to be acknowledged, and ends. */
  @Override
  public void close() {
    closing = true;
    queue.add(END);
    try {
      thread.join(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE_TIMEOUT);
  }

  private static final class Entry {
    private final String topic;
    private final @Nullable Integer partition;
    private final byte @Nullable [] key;
    private final @Nullable SpecificRecord record;
    private final byte @Nullable [] bytes;
    private final Iterable<Header> headers;
    private final CompletableFuture<Void> written;

    private Entry(
        String topic,
        @Nullable Integer partition,
        byte @Nullable [] key,
        @Nullable SpecificRecord record,
        byte @Nullable [] bytes,
        Iterable<Header> headers) {
      this(topic, partition, key, record, bytes, headers, new CompletableFuture<>());
    }

    private Entry(
        String topic,
        @Nullable Integer partition,
        byte @Nullable [] key,
        @Nullable SpecificRecord record,
        byte @Nullable [] bytes,
        Iterable<Header> headers,
        CompletableFuture<Void> written) {
      this.topic = topic;
      this.partition = partition;
      this.key = key;
      this.record = record;
      this.bytes = bytes;
      this.headers = headers;
      this.written = written;
    }

    private boolean isDeadLetter() {
      return topic.equals(Topics.PUSH_DEAD_LETTERS);
    }

    /** The same letter without its largest part; {@code null} if there is nothing left to omit. */
    private @Nullable Entry smaller(byte @Nullable [] value) {
      DeadLetterRecord whole = new DeadLetterRecord(key, value, new RecordHeaders(headers));
      if (whole.isStripped()) {
        return null;
      }
      DeadLetterRecord less = whole.within(whole.bytes() - 1);
      return new Entry(topic, partition, less.key(), null, less.value(), less.headers(), written);
    }
  }
}
