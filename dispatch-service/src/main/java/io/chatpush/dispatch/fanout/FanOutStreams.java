package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.TopicPartitions;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.RestoreProgress;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.StreamThreadFailures;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import io.chatpush.supervision.SupervisedStreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the topology: started as a step of the start, once everything it needs is there, supervised
 * from then on, and stopped with the service.
 */
final class FanOutStreams
    implements StartupStep, SmartLifecycle, SupervisedParts, SupervisedStreams.Host {

  private static final Logger log = LoggerFactory.getLogger(FanOutStreams.class);

  /**
   * A thread does all that a poll gave it before it polls again: this many bulk commands are what a
   * direct one may have to wait for.
   */
  private static final int MAX_POLL_RECORDS = 50;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final FanOutProperties properties;
  private final KafkaClients clients;
  private final TopicPartitions partitions;
  private final FanOut fanOut;
  private final AppLimits limits;
  private final FanOutMeters meters;
  private final MeterRegistry registry;
  private final RestoreProgress restoring;
  private final StreamThreadFailures failures = new StreamThreadFailures("fan-out");
  private final SupervisedStreams part;
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable KafkaStreamsMetrics streamsMetrics;
  private volatile @Nullable LaneClients laneClients;
  private volatile boolean started;
  private volatile boolean stopped;

  FanOutStreams(
      FanOutProperties properties,
      KafkaClients clients,
      TopicPartitions partitions,
      FanOut fanOut,
      AppLimits limits,
      FanOutMeters meters,
      MeterRegistry registry,
      GroupProgress groups,
      KafkaProbe probe) {
    this.properties = properties;
    this.clients = clients;
    this.partitions = partitions;
    this.fanOut = fanOut;
    this.limits = limits;
    this.meters = meters;
    this.registry = registry;
    restoring = new RestoreProgress(registry);
    part =
        new SupervisedStreams(
            "fan-out",
            properties.applicationId(),
            FanOutTopology.SOURCES,
            properties.threads(),
            this,
            failures,
            restoring,
            groups,
            probe);
  }

  @Override
  public String waitingFor() {
    return "fan-out to have restored its devices";
  }

  @Override
  public void attempt() {
    if (streams == null) {
      try {
        open();
      } finally {
        started = true;
      }
    }
    KafkaStreams running = streams;
    if (running != null && running.state() != KafkaStreams.State.RUNNING) {
      throw new IllegalStateException(progress(running.state(), restoring.left()));
    }
  }

  /** Where the start of the stream is, in words. */
  static String progress(KafkaStreams.State state, long left) {
    return left == 0
        ? "its state is " + state
        : "its state is %s, %d records are left to read at most".formatted(state, left);
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(part);
  }

  @Override
  public @Nullable KafkaStreams current() {
    return streams;
  }

  @Override
  public Optional<String> outsideCause() {
    return partitions.trouble();
  }

  @Override
  public Optional<String> whyRecordsWait() {
    LaneClients lanes = laneClients;
    return lanes == null ? Optional.empty() : lanes.registryTrouble();
  }

  @Override
  public boolean isWanted() {
    return started && !stopped;
  }

  @Override
  public synchronized void open() {
    if (stopped || streams != null) {
      return;
    }
    KafkaStreams created = create();
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(created);
    try {
      metrics.bindTo(registry);
      created.start();
      streamsMetrics = metrics;
      streams = created;
    } catch (RuntimeException e) {
      metrics.close();
      created.close(CLOSE_TIMEOUT);
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    KafkaStreams running = streams;
    streams = null;
    KafkaStreamsMetrics metrics = streamsMetrics;
    if (metrics != null) {
      metrics.close();
      streamsMetrics = null;
    }
    if (running != null) {
      boolean closed =
          running.close(
              CloseOptions.groupMembershipOperation(whenStopped(clients.streams()))
                  .withTimeout(CLOSE_TIMEOUT));
      if (!closed) {
        log.warn(
            "fan-out did not stop within {}: what it had not committed is done again",
            CLOSE_TIMEOUT);
      }
    }
  }

  private KafkaStreams create() {
    int commandPartitions = partitions.of(Topics.PUSH_COMMANDS);
    RateLimitedLog recordLog = new RateLimitedLog(log, Clock.systemUTC());
    RefusedRecords refused = new RefusedRecords(clients.streamsMaxRequestSize(), meters, recordLog);
    LaneClients lanes = new LaneClients(clients.codec(), meters, recordLog);
    laneClients = lanes;
    AppShares shares =
        new AppShares(limits, () -> partitions.of(Topics.CHAT_MESSAGES), System::nanoTime);
    Properties config = new Properties();
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
    config.putAll(
        Map.of(
            StreamsConfig.NUM_STREAM_THREADS_CONFIG, properties.threads(),
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, properties.commitInterval().toMillis(),
            // Reads of the store go to RocksDB's own cache; a second one above it would only delay
            // writes.
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, DeviceStoreMemory.class,
            DeviceStoreMemory.BYTES, properties.storeMemory().toBytes()));
    config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutputs.class);
    config.put(RefusedOutputs.RECORDS, refused);
    config.putAll(clients.streams());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, properties.applicationId());
    KafkaStreams created =
        new KafkaStreams(
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
            config,
            lanes);
    created.setUncaughtExceptionHandler(failures);
    created.setGlobalStateRestoreListener(restoring);
    created.setStateListener((now, before) -> log.info("fan-out is {} (was {})", now, before));
    return created;
  }

  /** Nothing: the gate starts it when it can run. */
  @Override
  public void start() {}

  @Override
  public void stop() {
    stopped = true;
    close();
  }

  /**
   * A member with a name of its own comes back under it, to the partitions whose devices it has;
   * any other would be waited for.
   */
  static GroupMembershipOperation whenStopped(Map<String, Object> settings) {
    return nameInGroup(settings).isPresent()
        ? GroupMembershipOperation.REMAIN_IN_GROUP
        : GroupMembershipOperation.LEAVE_GROUP;
  }

  /** The name of this instance as a member of its group, if the settings give it one. */
  static Optional<Object> nameInGroup(Map<String, Object> settings) {
    String name = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
    return Stream.of(
            StreamsConfig.mainConsumerPrefix(name), StreamsConfig.consumerPrefix(name), name)
        .filter(settings::containsKey)
        .map(settings::get)
        .findFirst();
  }

  @Override
  public boolean isRunning() {
    return !stopped;
  }
}
