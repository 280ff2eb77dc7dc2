package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.streams.StoreMemory;
import io.chatpush.streams.StreamsApplication;
import io.chatpush.topics.TopicPartitions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts of a client of fan-out and join: topology, settings and consumers. */
final class FanOutBlueprint implements StreamsApplication.Blueprint {

  private static final Logger log = LoggerFactory.getLogger(FanOutBlueprint.class);

  /**
   * A thread does all that a poll gave it before it polls again: this many bulk commands are what a
   * direct one may have to wait for.
   */
  private static final int MAX_POLL_RECORDS = 50;

  /** The part of the memory for writes, which are few: a device refreshes once a month. */
  private static final int QUARTER = 4;

  private final FanOutProperties properties;
  private final KafkaClients clients;
  private final TopicPartitions partitions;
  private final FanOut fanOut;
  private final AppLimits limits;
  private final FanOutMeters meters;
  private final StoreMemory storeMemory;

  FanOutBlueprint(
      FanOutProperties properties,
      KafkaClients clients,
      TopicPartitions partitions,
      FanOut fanOut,
      AppLimits limits,
      FanOutMeters meters) {
    this.properties = properties;
    this.clients = clients;
    this.partitions = partitions;
    this.fanOut = fanOut;
    this.limits = limits;
    this.meters = meters;
    long bytes = properties.storeMemory().toBytes();
    storeMemory = new StoreMemory(bytes, QUARTER, bytes / QUARTER);
  }

  @Override
  public StreamsApplication.Parts parts() {
    int commandPartitions = partitions.of(Topics.PUSH_COMMANDS);
    RateLimitedLog recordLog = new RateLimitedLog(log, Clock.systemUTC());
    RefusedRecords refused = new RefusedRecords(clients.streamsMaxRequestSize(), meters, recordLog);
    LaneClients lanes = new LaneClients(clients.codec(), meters);
    AppShares shares =
        new AppShares(limits, () -> partitions.of(Topics.CHAT_MESSAGES), System::nanoTime);
    return new StreamsApplication.Parts(
        FanOutTopology.build(
            () ->
                new FanOutProcessor(
                    fanOut,
                    clients.codec(),
                    commandPartitions,
                    meters,
                    refused,
                    lanes::triesSchemas,
                    shares),
            () ->
                new JoinProcessor(
                    clients.codec(),
                    meters,
                    refused,
                    lanes::triesSchemas,
                    new UserDevices(clients.codec(), meters, recordLog))),
        settings(refused),
        lanes);
  }

  /** What operators set below {@code spring.kafka} wins. */
  private Map<String, Object> settings(RefusedRecords refused) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, properties.threads());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, properties.commitInterval().toMillis());
    // Reads of the store go to RocksDB's own cache; a second one above it would only delay writes.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    storeMemory.addTo(settings);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutputs.class);
    settings.put(RefusedOutputs.RECORDS, refused);
    settings.putAll(clients.streams());
    return settings;
  }
}
