package io.chatpush.token.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import io.chatpush.token.device.DeviceTokenPublisher.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Writes events to one topic, those of one key in the order in which they come, and tells when
 * every in-sync replica has them ({@code acks=all}). Each topic has its own sender with its own
 * threads, so that one that is missing delays no events of the other, and health names it.
 *
 * <p>The producer is used directly, not through spring-kafka's template, whose listener logs the
 * value of a record that could not be sent.
 */
final class EventSender implements Supervised, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventSender.class);

  /** Enough to keep the producer busy; they wait only while Kafka does not answer. */
  private static final int THREADS = 8;

  /** A second of a large deployment's registrations; what is beyond it is refused with 503. */
  private static final int MAX_WAITING = 10_000;

  /** Fewer failures in a row may be the end of one connection. */
  private static final int FAILURES_IN_A_ROW = 3;

  /** Without a request nothing is known: a failure says nothing about the present after this. */
  private static final long KNOWN = Duration.ofMinutes(2).toNanos();

  private final String name;
  private final String topic;
  private final ProducerFactory<String, Object> producers;
  private final BooleanSupplier started;
  private final KeyedExecutors senders;
  private final KafkaProbe probe;
  private final RateLimitedLog failures;
  private int failuresInARow;
  private @Nullable Exception lastFailure;
  private long lastFailureAt;

  private EventSender(
      String name,
      String topic,
      KeyedExecutors senders,
      ProducerFactory<String, Object> producers,
      BooleanSupplier started,
      KafkaProbe probe,
      Clock clock) {
    this.name = name;
    this.topic = topic;
    this.senders = senders;
    this.producers = producers;
    this.started = started;
    this.probe = probe;
    this.failures = new RateLimitedLog(log, clock);
  }

  /**
   * Returns the sender of {@code push.device-token-events}.
   *
   * @param started whether the service has started; until then it refuses all events
   */
  static EventSender ofDeviceTokens(
      ProducerFactory<String, Object> producers,
      BooleanSupplier started,
      KafkaProbe probe,
      Clock clock) {
    return new EventSender(
        "event-sender",
        Topics.DEVICE_TOKEN_EVENTS,
        new KeyedExecutors("kafka-sender", THREADS, MAX_WAITING / THREADS),
        producers,
        started,
        probe,
        clock);
  }

  /** Returns the sender of test pushes; otherwise as {@link #ofDeviceTokens}. */
  static EventSender ofTestPushes(
      ProducerFactory<String, Object> producers,
      BooleanSupplier started,
      KafkaProbe probe,
      Clock clock) {
    return new EventSender(
        "test-push-sender",
        Topics.CHAT_MESSAGES,
        // All test pushes have the same key.
        new KeyedExecutors("test-push-sender", 1, MAX_WAITING / THREADS),
        producers,
        started,
        probe,
        clock);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Condition condition() {
    Exception failure = lastFailure;
    return failure != null
            && failuresInARow >= FAILURES_IN_A_ROW
            && System.nanoTime() - lastFailureAt < KNOWN
        ? new Condition.Stuck(
            "cannot write to %s (%s)".formatted(topic, failure.getClass().getSimpleName()))
        : Condition.WORKING;
  }

  @Override
  public Optional<String> outsideCause() {
    Exception failure;
    synchronized (this) {
      failure = lastFailure;
    }
    return KafkaProbe.outsideCause(failure).or(() -> probe.cause("", List.of(topic)));
  }

  /** The next event gets a new producer. */
  @Override
  public void heal() {
    producers.reset();
  }

  private synchronized void ended(@Nullable Exception failure) {
    lastFailure = failure;
    if (failure == null) {
      failuresInARow = 0;
    } else {
      failuresInARow++;
      lastFailureAt = System.nanoTime();
    }
  }

  /** Never blocks and never throws; fails with {@link Unavailable}. */
  CompletableFuture<Void> send(String key, Object event) {
    if (!started.getAsBoolean()) {
      return CompletableFuture.failedFuture(new Unavailable("The service is starting."));
    }
    ProducerRecord<String, Object> record = new ProducerRecord<>(topic, key, event);
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      senders.execute(key, () -> send(record, acknowledged));
    } catch (RejectedExecutionException e) {
      acknowledged.completeExceptionally(new Unavailable("Too much waits for Kafka.", e));
    }
    return acknowledged;
  }

  private void send(ProducerRecord<String, Object> event, CompletableFuture<Void> acknowledged) {
    try {
      // The factory hands out one shared producer; it is closed, and so flushed, with the factory.
      var _ =
          producers
              .createProducer()
              .send(
                  event,
                  (_, failure) -> {
                    ended(failure);
                    if (failure == null) {
                      acknowledged.complete(null);
                    } else {
                      acknowledged.completeExceptionally(unavailable(failure));
                    }
                  });
    } catch (RuntimeException e) {
      ended(e);
      acknowledged.completeExceptionally(unavailable(e));
    }
  }

  /** Sends the events that wait, and refuses new ones. */
  @Override
  public void close() {
    senders.close();
  }

  private Unavailable unavailable(Exception failure) {
    // Messages of serializers may quote what they serialize, so only the kind of failure is logged.
    if (failure instanceof RetriableException) {
      log.debug("Kafka did not acknowledge an event: {}", failure.getClass().getName());
    } else {
      String kind = failure.getClass().getName();
      failures.error(kind, "An event could not be written: {}", kind);
    }
    return new Unavailable("Kafka did not acknowledge in time.", failure);
  }
}
