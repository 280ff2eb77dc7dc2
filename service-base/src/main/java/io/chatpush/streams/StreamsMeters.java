package io.chatpush.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The meters of all Kafka Streams applications of a service, which share one instance.
 *
 * <ul>
 *   <li>{@code push.state.restore.left}, gauge: records of state that all applications together
 *       still have to read from Kafka, at most, for compaction has removed some of those that the
 *       offsets count. 0 while nothing is restored; nothing is known of partitions whose restoring
 *       has not begun
 *   <li>{@code kafka.stream.*}, {@code kafka.consumer.*} and others: those of Kafka Streams itself.
 *       The tag {@code client.id} begins with the application id, or with the name that operators
 *       gave all clients and the name of the application, so that two applications never have the
 *       same meter
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class StreamsMeters {

  private final MeterRegistry registry;
  private final List<RestoreProgress> restores = new CopyOnWriteArrayList<>();

  /** A service without an application has none of these meters. */
  public StreamsMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns the restore progress of one more application, which the gauge counts from now on. */
  synchronized RestoreProgress restoring() {
    if (restores.isEmpty()) {
      // For the first application alone: the registry warns of a second gauge of the same name.
      var _ =
          Gauge.builder("push.state.restore.left", restores, StreamsMeters::left)
              .description("Records of state that are still to be read from Kafka, at most")
              .register(registry);
    }
    RestoreProgress progress = new RestoreProgress();
    restores.add(progress);
    return progress;
  }

  private static double left(List<RestoreProgress> restores) {
    return restores.stream().mapToLong(RestoreProgress::left).sum();
  }

  /**
   * Registers the meters of a client; the caller closes them before it closes the client.
   *
   * @param tags that they get in addition to those of Kafka Streams
   */
  KafkaStreamsMetrics bind(KafkaStreams client, Tags tags) {
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(client, tags);
    metrics.bindTo(registry);
    return metrics;
  }
}
