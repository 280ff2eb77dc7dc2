package io.chatpush.token.kafka;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.startup.StartupGate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Writes changes to {@code push.device-token-events}, keyed by device, so that what happens to one
 * device keeps its order. Complete means that every in-sync replica has it ({@code acks=all}).
 *
 * <p>The producer is used directly, not through spring-kafka's template, whose listener logs the
 * value of a record that could not be sent.
 */
final class KafkaDeviceTokenPublisher implements DeviceTokenPublisher {

  private static final Logger log = LoggerFactory.getLogger(KafkaDeviceTokenPublisher.class);

  private final ProducerFactory<String, Object> producers;
  private final StartupGate gate;
  private final Executor senders;

  /**
   * @param senders runs {@code send}, which blocks while metadata or buffer space is missing, and
   *     refuses work rather than let it pile up without bound
   */
  KafkaDeviceTokenPublisher(
      ProducerFactory<String, Object> producers, StartupGate gate, Executor senders) {
    this.producers = producers;
    this.gate = gate;
    this.senders = senders;
  }

  @Override
  public CompletableFuture<Void> publish(DeviceChange change) {
    if (!gate.isOpen()) {
      return CompletableFuture.failedFuture(new Unavailable("The service is starting."));
    }
    ProducerRecord<String, Object> event =
        new ProducerRecord<>(
            Topics.DEVICE_TOKEN_EVENTS,
            RecordKeys.device(change.app().value(), change.device().value()),
            DeviceTokenEvents.of(change));
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      senders.execute(() -> send(event, acknowledged));
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
                  (metadata, failure) -> {
                    if (failure == null) {
                      acknowledged.complete(null);
                    } else {
                      acknowledged.completeExceptionally(unavailable(failure));
                    }
                  });
    } catch (RuntimeException e) {
      acknowledged.completeExceptionally(unavailable(e));
    }
  }

  private static Unavailable unavailable(Exception failure) {
    // Messages of serializers may quote what they serialize, so only the kind of failure is logged.
    if (failure instanceof RetriableException) {
      log.debug("Kafka did not acknowledge an event: {}", failure.getClass().getName());
    } else {
      log.error("An event could not be written: {}", failure.getClass().getName());
    }
    return new Unavailable("Kafka did not acknowledge in time.", failure);
  }
}
