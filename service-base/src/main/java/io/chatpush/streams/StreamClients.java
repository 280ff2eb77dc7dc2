package io.chatpush.streams;

import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.service.RateLimitedLog;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.slf4j.LoggerFactory;

/**
 * The Kafka clients of one client of Kafka Streams: Kafka's own, except for the consumers.
 * Thread-safe.
 */
public final class StreamClients extends DefaultKafkaClientSupplier {

  private final Set<String> topics;
  private final Deserializer<?> deserializer;
  private final Runnable waited;
  private final RateLimitedLog log =
      new RateLimitedLog(LoggerFactory.getLogger(StreamClients.class), Clock.systemUTC());
  private final Map<TopicPartition, String> reasons = new ConcurrentHashMap<>();
  private volatile boolean triesSchemas;

  /**
   * @param topics whose records need the schema registry
   * @param deserializer of these topics; thread-safe
   * @param waited called each time that a partition begins to wait for the registry
   */
  public StreamClients(Set<String> topics, Deserializer<?> deserializer, Runnable waited) {
    this.topics = Set.copyOf(topics);
    this.deserializer = deserializer;
    this.waited = waited;
  }

  /**
   * Returns whether stream threads read with a consumer of ours, which hands out no record whose
   * schema the registry does not answer for. With {@code group.protocol=streams} they do not: Kafka
   * Streams then makes consumers of its own.
   */
  public boolean triesSchemas() {
    return triesSchemas;
  }

  /**
   * Returns which partition waits for the schema registry, and what the registry said; empty if no
   * partition does. Of several partitions it names one.
   */
  final Optional<String> registryTrouble() {
    return reasons.entrySet().stream()
        .min(Comparator.comparing(entry -> entry.getKey().toString()))
        .map(entry ->
            "%s waits for the schema registry: %s".formatted(entry.getKey(), entry.getValue()));
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    triesSchemas = true;
    SchemaTrial trial = new SchemaTrial(topics, deserializer, System::nanoTime);
    return new StreamThreadConsumer(
        settings, new RegistryHold(trial, System::nanoTime, waited, log, reasons));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return new ResilientConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return new ResilientConsumer(settings);
  }
}
