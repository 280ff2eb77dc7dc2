package io.chatpush.dispatch.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Kafka's own meters of the consumers of delivery, {@code kafka.consumer.*}, as those of fan-out's
 * streams are exported. Without those of single partitions, which are a thousand series where there
 * are 256; lag is asked of the broker.
 */
final class ConsumerMeters
    implements Consumer<org.apache.kafka.clients.consumer.Consumer<?, ?>>, AutoCloseable {

  private final MeterRegistry registry;
  private final List<KafkaClientMetrics> bound = new CopyOnWriteArrayList<>();

  ConsumerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void accept(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(registry);
    bound.add(metrics);
  }

  @Override
  public void close() {
    bound.forEach(KafkaClientMetrics::close);
  }
}
