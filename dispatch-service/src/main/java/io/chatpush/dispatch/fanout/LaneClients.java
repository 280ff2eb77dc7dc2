package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.service.RateLimitedLog;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients, except for the consumers of stream threads. */
final class LaneClients implements KafkaClientSupplier {

  private final RecordCodec codec;
  private final FanOutMeters meters;
  private final RateLimitedLog log;
  private final Map<TopicPartition, String> registryReasons = new ConcurrentHashMap<>();
  private volatile boolean triesSchemas;

  LaneClients(RecordCodec codec, FanOutMeters meters, RateLimitedLog log) {
    this.codec = codec;
    this.meters = meters;
    this.log = log;
  }

  /**
   * Returns whether stream threads read by a {@link LaneConsumer}, which hands out no record whose
   * schema the registry does not answer for. With {@code group.protocol=streams} they do not: Kafka
   * Streams then makes consumers of its own.
   */
  boolean triesSchemas() {
    return triesSchemas;
  }

  /**
   * Returns which partition waits for the schema registry, and what the registry said; empty if no
   * partition does. Of several partitions it names one. Called by any thread.
   */
  Optional<String> registryTrouble() {
    return registryReasons.entrySet().stream()
        .min(Comparator.comparing(entry -> entry.getKey().toString()))
        .map(entry ->
            "%s waits for the schema registry: %s".formatted(entry.getKey(), entry.getValue()));
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    triesSchemas = true;
    return new LaneConsumer(
        config,
        new SchemaTrial(codec, System::nanoTime),
        new RegistryWaits(meters, log, registryReasons));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new ResilientConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new ResilientConsumer(config);
  }
}
