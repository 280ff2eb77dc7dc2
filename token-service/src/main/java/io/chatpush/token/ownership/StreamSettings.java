package io.chatpush.token.ownership;

import io.chatpush.streams.TolerantTimestamps;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the topology demands of Kafka Streams, whatever else is configured. */
final class StreamSettings {

  private StreamSettings() {}

  static void put(Map<? super String, Object> settings, BadRecords bad) {
    settings.put(BadRecords.SETTING, bad);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUndecodable.class);
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, SkipFailed.class);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DropUnwritable.class);
    settings.put(TolerantTimestamps.CLOCK, bad.clock());
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TolerantTimestamps.class);
    // What a writer has taken back must not change who owns a device.
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    // The table of devices has its own topic for a backup; it needs no second one.
    settings.put(
        StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
  }
}
