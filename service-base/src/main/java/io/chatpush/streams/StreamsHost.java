package io.chatpush.streams;

import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
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
 * Runs one Kafka Streams application of a service. A step of the start opens it when everything
 * that it needs is there; from then on supervision replaces a client that no longer works; the stop
 * of the service closes it.
 *
 * <pre>
 *                 open                    close
 *   not started ---------> has a client ---------> has none
 *        |                   |      ^                |   |
 *        |                   |      '----- open -----'   |
 *        |                   | stop                      | stop
 *        |        stop       v                           |
 *        '---------------> stopped <---------------------'
 * </pre>
 *
 * <p>Once stopped, it opens nothing. Thread-safe.
 */
public final class StreamsHost
    implements SmartLifecycle, SupervisedParts, SupervisedStreams.Host, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StreamsHost.class);

  /** Less than the phase of a stop has, by default 30 s. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final StreamsApplication application;
  private final StreamsMeters meters;
  private final RestoreProgress restoring;
  private final StreamThreadFailures failures;
  private final SupervisedStreams part;
  private volatile @Nullable Opened opened;
  private volatile boolean started;
  private volatile boolean stopped;
  private volatile boolean hasRestored;

  /** A client that was started, and what is closed with it. */
  private record Opened(
      KafkaStreams client, StreamsApplication.Parts parts, KafkaStreamsMetrics metrics) {}

  /**
   * @param meters of all applications of the service
   */
  public StreamsHost(
      StreamsApplication application,
      StreamsMeters meters,
      GroupProgress groups,
      KafkaProbe probe) {
    this.application = application;
    this.meters = meters;
    restoring = meters.restoring();
    failures = new StreamThreadFailures(application.name());
    part =
        new SupervisedStreams(
            application.name(),
            application.id(),
            application.sources(),
            application.threads(),
            this,
            failures,
            restoring,
            groups,
            probe);
  }

  /** Returns the client that runs; {@code null} while there is none. Called by any thread. */
  @Override
  public @Nullable KafkaStreams current() {
    Opened now = opened;
    return now == null ? null : now.client();
  }

  /** Returns whether a client has had all state of its partitions since the service started. */
  public boolean hasRestored() {
    return hasRestored;
  }

  /** Returns the records of state that are still to be read from Kafka, at most. */
  public long leftToRestore() {
    return restoring.left();
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(part);
  }

  @Override
  public Optional<String> outsideCause() {
    return application.outsideCause().get();
  }

  @Override
  public Optional<String> whyRecordsWait() {
    Opened now = opened;
    return now == null ? Optional.empty() : now.parts().clients().registryTrouble();
  }

  @Override
  public boolean isWanted() {
    return started && !stopped;
  }

  /**
   * Creates and starts a client, unless there is one or the service was stopped.
   *
   * @throws RuntimeException if that failed; it may be tried again
   */
  @Override
  public synchronized void open() {
    if (stopped || opened != null) {
      return;
    }
    try {
      StreamsApplication.Parts parts = application.blueprint().parts();
      KafkaStreams client = create(parts);
      KafkaStreamsMetrics metrics = null;
      try {
        metrics = meters.bind(client, application.tags());
        client.start();
        opened = new Opened(client, parts, metrics);
      } catch (RuntimeException e) {
        if (metrics != null) {
          metrics.close();
        }
        client.close(CLOSE_TIMEOUT);
        throw e;
      }
    } finally {
      started = true;
    }
  }

  private KafkaStreams create(StreamsApplication.Parts parts) {
    Properties settings = new Properties();
    settings.putAll(parts.settings());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application.id());
    // A name that operators set is for all clients; two with one name would share their meters.
    var _ =
        settings.computeIfPresent(
            StreamsConfig.CLIENT_ID_CONFIG, (_, common) -> common + "-" + application.name());
    KafkaStreams client = new KafkaStreams(parts.topology(), settings, parts.clients());
    client.setUncaughtExceptionHandler(failures);
    client.setGlobalStateRestoreListener(restoring);
    client.setStateListener((now, before) -> {
      log.info("{} is {} (was {})", application.name(), now, before);
      if (now == KafkaStreams.State.RUNNING) {
        hasRestored = true;
      }
    });
    return client;
  }

  /** Closes the client, if there is one; {@link #open} starts another one. */
  @Override
  public synchronized void close() {
    Opened closing = opened;
    opened = null;
    if (closing == null) {
      return;
    }
    closing.metrics().close();
    boolean closed =
        closing
            .client()
            .close(
                CloseOptions.groupMembershipOperation(whenClosed(closing.parts().settings()))
                    .withTimeout(CLOSE_TIMEOUT));
    if (!closed) {
      log.warn(
          "{} did not stop within {}: what it had not committed is done again",
          application.name(),
          CLOSE_TIMEOUT);
    }
  }

  /**
   * A member with a name of its own comes back under it, to the partitions whose state it has; the
   * group would wait for any other member until its session times out.
   */
  static GroupMembershipOperation whenClosed(Map<String, Object> settings) {
    return nameInGroup(settings).isPresent()
        ? GroupMembershipOperation.REMAIN_IN_GROUP
        : GroupMembershipOperation.LEAVE_GROUP;
  }

  /**
   * Returns the name of this instance as a member of its group, if settings of Kafka Streams give
   * it one.
   */
  public static Optional<Object> nameInGroup(Map<String, Object> settings) {
    String name = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
    return Stream.of(
            StreamsConfig.mainConsumerPrefix(name), StreamsConfig.consumerPrefix(name), name)
        .filter(settings::containsKey)
        .map(settings::get)
        .findFirst();
  }

  /** Does nothing: a {@link StreamsStep} opens the application when it can run. */
  @Override
  public void start() {}

  @Override
  public void stop() {
    stopped = true;
    close();
  }

  @Override
  public boolean isRunning() {
    return !stopped;
  }
}
