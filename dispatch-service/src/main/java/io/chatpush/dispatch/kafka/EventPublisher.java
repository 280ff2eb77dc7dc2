package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Kafka and does not give up: what is handed over is tried until a broker has
 * acknowledged it or the publisher is closed.
 *
 * <p>Callers are never held up, whatever the broker does, so that an event loop may call: a thread
 * of its own encodes and sends. What waits here is bounded by what its callers have in flight.
 * Thread-safe.
 */
public final class EventPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int BATCH = 1_000;
  private static final Entry END = new Entry("", null, null, null, null, List.of());

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec codec;
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  EventPublisher(Producer<byte[], byte[]> producer, RecordCodec codec) {
    this.producer = producer;
    this.codec = codec;
    thread = Thread.ofPlatform().name("event-publisher").daemon().start(this::run);
  }

  /**
   * Writes a record.
   *
   * @return completes when a broker has acknowledged it; exceptionally only if the publisher is
   *     closed first, or the record can never be written
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

  private CompletableFuture<Void> enqueue(Entry entry) {
    if (closing) {
      entry.written.completeExceptionally(new IllegalStateException("the publisher is closed"));
    } else {
      queue.add(entry);
    }
    return entry.written;
  }

  private void run() {
    List<Entry> batch = new ArrayList<>(BATCH);
    while (true) {
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(batch, BATCH - 1);
      for (Entry entry : batch) {
        if (entry == END) {
          return;
        }
        send(entry);
      }
      batch.clear();
    }
  }

  private void send(Entry entry) {
    byte[] value;
    try {
      value = entry.record == null ? entry.bytes : codec.encode(entry.topic, entry.record);
    } catch (RegistryUnavailableException e) {
      retryLater(entry, e);
      return;
    } catch (RuntimeException e) {
      entry.written.completeExceptionally(e);
      return;
    }
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  entry.topic, entry.partition, null, entry.key, value, entry.headers),
              (metadata, failure) -> {
                if (failure == null) {
                  entry.written.complete(null);
                } else {
                  retryLater(entry, failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      retryLater(entry, e);
    }
  }

  private void retryLater(Entry entry, Exception failure) {
    if (closing) {
      entry.written.completeExceptionally(failure);
      return;
    }
    long count = failures.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      log.warn(
          "writing to {} failed ({} failures so far), trying again", entry.topic, count, failure);
    }
    CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> queue.add(entry));
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
    private final CompletableFuture<Void> written = new CompletableFuture<>();

    private Entry(
        String topic,
        @Nullable Integer partition,
        byte @Nullable [] key,
        @Nullable SpecificRecord record,
        byte @Nullable [] bytes,
        Iterable<Header> headers) {
      this.topic = topic;
      this.partition = partition;
      this.key = key;
      this.record = record;
      this.bytes = bytes;
      this.headers = headers;
    }
  }
}
