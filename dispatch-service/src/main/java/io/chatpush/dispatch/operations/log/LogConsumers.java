package io.chatpush.dispatch.operations.log;

import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.kafka.ResilientConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Opens consumers without a group: they commit no offsets and do not affect the pipeline.
 * Thread-safe; the consumers are not.
 */
public final class LogConsumers {

  /** So that a reader of 256 partitions holds tens of megabytes at most. */
  private static final int PARTITION_FETCH_BYTES = 64 * 1024;

  private static final int FETCH_BYTES = 8 * 1024 * 1024;
  private static final int POLL_RECORDS = 100;

  /**
   * How long the broker may hold a fetch that finds no records. A reader goes on to other
   * partitions when it has read the range it was asked for, but its last fetch is still with the
   * broker, and no other fetch is sent to that broker until it is answered. With Kafka's default of
   * 500 ms, a search for one message took half a second longer.
   */
  private static final int FETCH_WAIT_MILLIS = 20;

  /** After this time a broker that does not answer is an error that operators see. */
  private static final int API_TIMEOUT_MILLIS = 10_000;

  private final KafkaClients clients;

  public LogConsumers(KafkaClients clients) {
    this.clients = clients;
  }

  /** Opens a consumer; the caller closes it. */
  public Consumer<byte[], byte[]> open() {
    return new ResilientConsumer(settings(clients.reader()));
  }

  /** Returns the settings of the consumers, which override some of the service's own. */
  static Map<String, Object> settings(Map<String, Object> reader) {
    Map<String, Object> config = new HashMap<>(reader);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    return config;
  }
}
