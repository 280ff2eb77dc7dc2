package io.chatpush.token.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.StartupGate;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Writes events, those of one key in the order in which they come, and tells when every in-sync
 * replica has them ({@code acks=all}).
 *
 * <p>The producer is used directly, not through spring-kafka's template, whose listener logs the
 * value of a record that could not be sent.
 */
final class EventSender implements Supervised {

  private static final Logger log = LoggerFactory.getLogger(EventSender.class);

  /** Fewer failures in a row may be the end of one connection. */
  private static final int FAILURES_IN_A_ROW = 3;

  /** Without a request nothing is known: a failure says nothing about the present after this. */
  private static final long KNOWN = Duration.ofMinutes(2).toNanos();

  private final ProducerFactory<String, Object> producers;
  private final StartupGate gate;
  private final KeyedExecutors senders;
  private final KafkaProbe probe;
  private final RateLimitedLog failures;
  private int failuresInARow;
  private @Nullable Exception lastFailure;
  private long lastFailureAt;

  /**
   * @param senders runs {@code send}, which blocks while metadata or buffer space is missing, and
   *     refuses work rather than let it pile up without bound
   */
  EventSender(
      ProducerFactory<String, Object> producers,
      StartupGate gate,
      KeyedExecutors senders,
      KafkaProbe probe,
      Clock clock) {
    this.producers = producers;
    this.gate = gate;
    this.senders = senders;
    this.probe = probe;
    this.failures = new RateLimitedLog(log, clock);
  }

  @Override
  public String name() {
    return "event-sender";
  }

  @Override
  public synchronized Condition condition() {
    Exception failure = lastFailure;
    return failure != null
            && failuresInARow >= FAILURES_IN_A_ROW
            && System.nanoTime() - lastFailureAt < KNOWN
        ? new Condition.Stuck("cannot write events (" + failure.getClass().getSimpleName() + ")")
        : Condition.WORKING;
  }

  @Override
  public Optional<String> outsideCause() {
    Exception failure;
    synchronized (this) {
      failure = lastFailure;
    }
    return KafkaProbe.outsideCause(failure)
        .or(() -> probe.cause("", List.of(Topics.DEVICE_TOKEN_EVENTS)));
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
  CompletableFuture<Void> send(String topic, String key, Object event) {
    if (!gate.isOpen()) {
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
