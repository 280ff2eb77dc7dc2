package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.streams.StoreMemory;
import io.chatpush.streams.StreamClients;
import io.chatpush.streams.StreamsApplication;
import io.chatpush.topics.TopicPartitions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the parts of the clients of both applications: topology, settings and consumers. They share
 * the settings, the memory of the stores and the meters.
 */
final class FanOutBlueprint {

  private static final Logger log = LoggerFactory.getLogger(FanOutBlueprint.class);

  /** A thread does all that a poll gave it before it polls again: what a new command waits for. */
  private static final int MAX_POLL_RECORDS = 50;

  /** The part of the memory for writes, which are few: a device refreshes once a month. */
  private static final int QUARTER = 4;

  /** Devices are stored as bytes, and decoded when they are looked up. */
  private static final Set<String> DECODED =
      Set.of(Topics.CHAT_MESSAGES, Topics.PUSH_COMMANDS, Topics.PUSH_COMMANDS_BULK);

  private final FanOutProperties properties;
  private final KafkaClients kafka;
  private final TopicPartitions partitions;
  private final FanOut fanOut;
  private final AppLimits limits;
  private final FanOutMeters meters;
  private final StoreMemory storeMemory;
  private final RateLimitedLog recordLog = new RateLimitedLog(log, Clock.systemUTC());
  private final RefusedRecords refused;

  FanOutBlueprint(
      FanOutProperties properties,
      KafkaClients kafka,
      TopicPartitions partitions,
      FanOut fanOut,
      AppLimits limits,
      FanOutMeters meters) {
    this.properties = properties;
    this.kafka = kafka;
    this.partitions = partitions;
    this.fanOut = fanOut;
    this.limits = limits;
    this.meters = meters;
    long bytes = properties.storeMemory().toBytes();
    storeMemory = new StoreMemory(bytes, QUARTER, bytes / QUARTER);
    refused = new RefusedRecords(kafka.streamsMaxRequestSize(), meters, recordLog);
  }

  /** Returns the parts of a client from chat events to the requests of conversations. */
  StreamsApplication.Parts conversations() {
    int commandPartitions = partitions.of(Topics.PUSH_COMMANDS);
    StreamClients clients = clients();
    AppShares shares =
        new AppShares(limits, () -> partitions.of(Topics.CHAT_MESSAGES), System::nanoTime);
    return new StreamsApplication.Parts(
        FanOutTopology.conversations(
            () ->
                new FanOutProcessor(
                    fanOut,
                    kafka.codec(),
                    commandPartitions,
                    meters,
                    refused,
                    clients::triesSchemas,
                    shares),
            () -> join(clients),
            FanOutTopology.devicesOnDisk()),
        settings(properties.threads()),
        clients);
  }

  /** Returns the parts of a client from the commands of the bulk lane to its requests. */
  StreamsApplication.Parts bulk() {
    StreamClients clients = clients();
    return new StreamsApplication.Parts(
        FanOutTopology.bulk(() -> new PacedJoin(join(clients)), FanOutTopology.devicesOnDisk()),
        settings(properties.bulkThreads()),
        clients);
  }

  private JoinProcessor join(StreamClients clients) {
    return new JoinProcessor(
        kafka.codec(),
        meters,
        refused,
        clients::triesSchemas,
        new UserDevices(kafka.codec(), meters, recordLog));
  }

  private StreamClients clients() {
    RecordCodec codec = kafka.codec();
    return new StreamClients(
        DECODED,
        (topic, bytes) -> codec.decode(SpecificRecord.class, topic, bytes),
        meters::registryWait);
  }

  /** What operators set below {@code spring.kafka} wins. */
  private Map<String, Object> settings(int threads) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, properties.commitInterval().toMillis());
    // Reads of the store go to RocksDB's own cache; a second one above it would only delay writes.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    storeMemory.addTo(settings);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutputs.class);
    settings.put(RefusedOutputs.RECORDS, refused);
    settings.putAll(kafka.streams());
    return settings;
  }
}
