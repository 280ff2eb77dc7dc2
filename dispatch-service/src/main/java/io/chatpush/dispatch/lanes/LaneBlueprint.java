package io.chatpush.dispatch.lanes;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutStage;
import io.chatpush.dispatch.join.JoinStage;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.streams.StoreMemory;
import io.chatpush.streams.StreamClients;
import io.chatpush.streams.StreamsApplication;
import io.chatpush.topics.TopicPartitions;
import io.micrometer.core.instrument.MeterRegistry;
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
final class LaneBlueprint {

  private static final Logger log = LoggerFactory.getLogger(LaneBlueprint.class);

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
  private final LaneTopologies topologies;
  private final LaneMeters meters;
  private final StoreMemory storeMemory;
  private final OversizedRecords oversized;

  /** Registers the meters. */
  LaneBlueprint(
      FanOutProperties properties,
      KafkaClients kafka,
      TopicPartitions partitions,
      Apps.Source apps,
      AppTexts texts,
      AppLimits limits,
      PayloadRenderer renderer,
      MeterRegistry registry) {
    this.properties = properties;
    this.kafka = kafka;
    this.partitions = partitions;
    int mostBytes = kafka.streamsMaxRequestSize();
    StreamDeadLetters letters = new StreamDeadLetters(mostBytes);
    RateLimitedLog recordLog = new RateLimitedLog(log, Clock.systemUTC());
    DeadLetterMeters deadLetters = new DeadLetterMeters(registry);
    topologies =
        new LaneTopologies(
            new FanOutStage(
                apps,
                texts,
                limits,
                renderer,
                properties.bulkAbove(),
                properties.defaultTimeToLive(),
                letters,
                recordLog,
                registry),
            new JoinStage(apps, texts, letters, deadLetters, recordLog, registry));
    meters = new LaneMeters(registry);
    long bytes = properties.storeMemory().toBytes();
    storeMemory = new StoreMemory(bytes, QUARTER, bytes / QUARTER);
    oversized = new OversizedRecords(mostBytes, deadLetters, recordLog);
  }

  /** Returns the parts of a client from chat events to the requests of conversations. */
  StreamsApplication.Parts conversations() {
    StreamClients clients = clients();
    return new StreamsApplication.Parts(
        topologies.conversations(
            LaneTopologies.devicesOnDisk(),
            kafka::codec,
            clients::triesSchemas,
            partitions::of,
            System::nanoTime),
        settings(properties.threads()),
        clients);
  }

  /** Returns the parts of a client from the commands of the bulk lane to its requests. */
  StreamsApplication.Parts bulk() {
    StreamClients clients = clients();
    return new StreamsApplication.Parts(
        topologies.bulk(LaneTopologies.devicesOnDisk(), kafka::codec, clients::triesSchemas),
        settings(properties.bulkThreads()),
        clients);
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
    settings.put(RefusedOutputs.RECORDS, oversized);
    settings.putAll(kafka.streams());
    return settings;
  }
}
