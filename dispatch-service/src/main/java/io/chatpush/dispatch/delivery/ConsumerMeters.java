package io.chatpush.dispatch.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Kafka's own meters of the consumers of delivery, {@code kafka.consumer.*}, as those of fan-out's
 * streams are exported. Without those of single partitions, which are a thousand series where there
 * are 256; lag is asked of the broker.
 */
final class ConsumerMeters implements Function<Consumer<?, ?>, AutoCloseable> {

  private final MeterRegistry registry;

  ConsumerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Binds the meters of the consumer; what is returned takes them away again. */
  @Override
  public AutoCloseable apply(Consumer<?, ?> consumer) {
    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(registry);
    return metrics;
  }
}
