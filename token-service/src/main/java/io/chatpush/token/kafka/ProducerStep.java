package io.chatpush.token.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Creates the producer and fetches its metadata, so that the first request does not wait for it.
 */
final class ProducerStep implements StartupStep {

  private final ProducerFactory<String, Object> producers;

  ProducerStep(ProducerFactory<String, Object> producers) {
    this.producers = producers;
  }

  @Override
  public String waitingFor() {
    return "a producer to " + Topics.DEVICE_TOKEN_EVENTS;
  }

  @Override
  public void attempt() {
    var _ = producers.createProducer().partitionsFor(Topics.DEVICE_TOKEN_EVENTS);
  }
}
