package io.chatpush.dispatch.window;

import io.chatpush.supervision.Condition;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * A member of a consumer group that works on many records of a partition at once.
 *
 * <p>At least once: a record is committed only when it and every one before it is done; after a
 * crash those behind the committed offset come again. Memory is bounded by the partitions it has
 * times {@code partitionLimit} records, and the records of one poll.
 *
 * <p>Supervised: when its consumer no longer works it is replaced by a new one, with new windows
 * and a new handler. What the old one had begun and not committed comes again. Thread-safe.
 */
public final class WindowedConsumer implements Supervised {

  private static final Logger log = LoggerFactory.getLogger(WindowedConsumer.class);

  /** How long a poll waits for records; with it, how soon a paused consumer commits and resumes. */
  private static final long POLL_MILLIS = 50;

  /** Beyond the drain of a rebalance, which blocks the thread between two polls. */
  private static final Duration LONGEST_WITHOUT_POLL = Duration.ofSeconds(20);

  /** What joining a group takes beyond the drain of its other members. */
  private static final Duration JOINING = Duration.ofSeconds(5);

  /** Of Kafka's default heartbeat interval of 3 s, ten. */
  private static final double LEAST_WITHOUT_HEARTBEAT_SECONDS = 30;

  private static final int HEARTBEATS_MISSED = 4;
  private static final int DEFAULT_HEARTBEAT_MILLIS = 3_000;

  private final String name;
  private final WindowProperties properties;
  private final Map<String, Object> config;
  private final Function<Consumer<?, ?>, AutoCloseable> created;
  private final Supplier<RecordHandler> handlers;
  private final GroupProgress groups;
  private final Supplier<Collection<TopicPartition>> allPartitions;
  private final KafkaProbe probe;
  private final double longestWithoutHeartbeat;
  private final LongAdder handedBack = new LongAdder();
  private final Object lifecycle = new Object();

  private volatile boolean wanted;
  private boolean stopped;
  private volatile @Nullable Incarnation current;
  private volatile @Nullable Throwable startFailure;
  private volatile boolean obstructed;

  /**
   * @param name of its thread, in its logs and in health
   * @param config settings of the Kafka consumer, without group and deserializers
   * @param created gets each Kafka consumer when there is one, and gives what to close with it
   * @param handlers makes the handler of each Kafka consumer, which does the work
   * @param groups what the broker says of the group
   * @param allPartitions of the topics; asked while it runs
   */
  public WindowedConsumer(
      String name,
      WindowProperties properties,
      Map<String, Object> config,
      Function<Consumer<?, ?>, AutoCloseable> created,
      Supplier<RecordHandler> handlers,
      GroupProgress groups,
      Supplier<Collection<TopicPartition>> allPartitions,
      KafkaProbe probe) {
    this.name = name;
    this.properties = properties;
    this.config = Map.copyOf(config);
    this.created = created;
    this.handlers = handlers;
    this.groups = groups;
    this.allPartitions = allPartitions;
    this.probe = probe;
    longestWithoutHeartbeat =
        Math.max(
            LEAST_WITHOUT_HEARTBEAT_SECONDS, HEARTBEATS_MISSED * heartbeatMillis(config) / 1_000.0);
  }

  private static int heartbeatMillis(Map<String, Object> config) {
    try {
      return Integer.parseInt(
          String.valueOf(
              config.getOrDefault(
                  ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, DEFAULT_HEARTBEAT_MILLIS)));
    } catch (NumberFormatException e) {
      return DEFAULT_HEARTBEAT_MILLIS;
    }
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Starts to join the group, unless it was started before.
   *
   * @throws RuntimeException if no consumer can be created; it may be started again
   */
  public void start() {
    synchronized (lifecycle) {
      if (!stopped) {
        wanted = true;
        if (current == null) {
          open();
        }
      }
    }
  }

  private void open() {
    try {
      Incarnation started = new Incarnation();
      started.container.start();
      current = started;
      startFailure = null;
    } catch (RuntimeException | Error e) {
      startFailure = e;
      throw e;
    }
  }

  /**
   * Takes no more, waits for what has begun, commits it and leaves the group; returns when that is
   * done. It cannot be started again.
   */
  public void stop() {
    synchronized (lifecycle) {
      wanted = false;
      stopped = true;
      end();
    }
  }

  @Override
  public void heal() {
    synchronized (lifecycle) {
      if (wanted) {
        end();
        open();
      }
    }
  }

  private void end() {
    Incarnation old = current;
    if (old != null) {
      old.end();
      current = null;
    }
  }

  /** Whether it has joined its group and polls. */
  public boolean hasJoined() {
    Incarnation now = current;
    return now != null
        && now.isAlive()
        && now.pulse.broken() == null
        && now.pulse.membership() != null;
  }

  @Override
  public Condition condition() {
    if (!wanted) {
      return Condition.NOT_RUNNING;
    }
    Incarnation now = current;
    if (now == null) {
      Throwable failure = startFailure;
      // Without a failure, heal() is about to create the next consumer.
      return failure == null
          ? Condition.STARTING
          : new Condition.Ended("could not be started (" + kind(failure) + ")");
    }
    Condition condition = condition(now);
    Optional<WindowListener.Obstacle> obstacle =
        condition.equals(Condition.WORKING) ? now.listener.obstacle() : Optional.empty();
    obstructed = obstacle.isPresent();
    if (obstacle.isPresent()) {
      condition = new Condition.Stuck("cannot begin a record: " + obstacle.get().sentence());
    }
    // A stop may have begun meanwhile.
    return wanted ? condition : Condition.NOT_RUNNING;
  }

  private Condition condition(Incarnation now) {
    ConsumerPulse pulse = now.pulse;
    if (!now.isAlive()) {
      Exception failure = pulse.lastFailure();
      return new Condition.Ended("has ended" + (failure == null ? "" : " by " + kind(failure)));
    }
    Throwable broken = pulse.broken();
    if (broken != null) {
      return new Condition.Ended("cannot go on after a rebalance (" + kind(broken) + ")");
    }
    if (pulse.silence().compareTo(properties.drainTimeout().plus(LONGEST_WITHOUT_POLL)) > 0) {
      return new Condition.Stuck(
          "has not polled for " + pulse.silence().toSeconds() + " s: its thread hangs");
    }
    RuntimeException pollFailure = pulse.pollFailure();
    if (pollFailure != null) {
      String reason = "cannot poll (" + kind(pollFailure) + ")";
      return pollFailure instanceof RetriableException
          ? new Condition.Stuck(reason)
          : new Condition.Ended(reason);
    }
    ConsumerPulse.Membership membership = pulse.membership();
    if (membership == null) {
      // Who joins waits until every other member has drained the partitions that it gives away.
      return pulse.joining().compareTo(properties.drainTimeout().plus(JOINING)) < 0
          ? Condition.STARTING
          : new Condition.Stuck("is not a member of the group " + properties.groupId());
    }
    if (groups.lacks(properties.groupId(), membership.id(), membership.sinceNanos())) {
      return new Condition.Stuck(
          "believes to be a member of the group "
              + properties.groupId()
              + ", and the broker does not list it");
    }
    double silence = now.secondsSinceHeartbeat();
    if (silence > longestWithoutHeartbeat) {
      return new Condition.Stuck(
          "has sent no heartbeat to the coordinator of its group for %.0f s".formatted(silence));
    }
    Exception commitFailure = pulse.commitFailure();
    if (commitFailure != null) {
      return new Condition.Stuck("cannot commit (" + kind(commitFailure) + ")");
    }
    return progress(now);
  }

  private synchronized Condition progress(Incarnation now) {
    WindowListener listener = now.listener;
    Optional<String> trouble =
        now.progress.trouble(listener.progress(), listener.activity(), System.nanoTime());
    if (trouble.isPresent()) {
      return new Condition.Stuck(trouble.get());
    }
    if (listener.partitions() == 0) {
      return groups
          .withoutOwner(properties.groupId(), allPartitions.get())
          .<Condition>map(partitions ->
              new Condition.Stuck(
                  "was assigned no partitions although these have no owner: " + partitions))
          .orElse(Condition.WORKING);
    }
    Set<TopicPartition> idle = listener.idle();
    return groups
        .stalled(properties.groupId(), idle)
        .<Condition>map(partitions ->
            new Condition.Stuck("reads nothing although records wait in " + partitions))
        .orElse(Condition.WORKING);
  }

  @Override
  public Optional<String> outsideCause() {
    Incarnation now = current;
    Throwable failure = now == null ? startFailure : now.pulse.lastFailure();
    return KafkaProbe.outsideCause(failure)
        .or(() -> obstructed && now != null ? registryTrouble(now) : Optional.empty())
        .or(() -> probe.cause(properties.groupId(), properties.topics()));
  }

  /** A restart would not bring the schema, and would stop the partitions that do not wait. */
  private static Optional<String> registryTrouble(Incarnation now) {
    return now.listener
        .obstacle()
        .filter(WindowListener.Obstacle::mayPass)
        .map(WindowListener.Obstacle::sentence);
  }

  private static String kind(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  /** The weight of the records that are held and not done. */
  public long openWeight() {
    Incarnation now = current;
    return now == null ? 0 : now.listener.openWeight();
  }

  /**
   * The weight of all records so far whose partition went before they were done. What was begun
   * then and is done later counts no more.
   */
  public long handedBackWeight() {
    return handedBack.sum();
  }

  /** A Kafka consumer with its thread, its windows and its handler. */
  private final class Incarnation {

    private final ConsumerPulse pulse = new ConsumerPulse();
    private final WorkProgress progress = new WorkProgress(System.nanoTime());
    private final RecordHandler handler = handlers.get();
    private final WindowListener listener =
        new WindowListener(properties, handler, handedBack, pulse, System::nanoTime);
    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private volatile @Nullable PulsingConsumer consumer;
    private volatile @Nullable AutoCloseable observer;

    private Incarnation() {
      ContainerProperties containerProperties =
          new ContainerProperties(properties.topics().toArray(String[]::new));
      containerProperties.setGroupId(properties.groupId());
      containerProperties.setAckMode(AckMode.MANUAL);
      containerProperties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
      containerProperties.setMessageListener(listener);
      containerProperties.setConsumerRebalanceListener(listener);
      containerProperties.setPollTimeout(POLL_MILLIS);
      containerProperties.setIdleEventInterval(POLL_MILLIS);
      containerProperties.setShutdownTimeout(properties.drainTimeout().plusSeconds(5).toMillis());
      container =
          new KafkaMessageListenerContainer<>(
              new DefaultKafkaConsumerFactory<>(config) {
                @Override
                protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> all) {
                  PulsingConsumer made = new PulsingConsumer(all, pulse);
                  consumer = made;
                  observer = created.apply(made);
                  return made;
                }
              },
              containerProperties);
      container.setBeanName(name);
      container.setCommonErrorHandler(new PollFailures());
      listener.attach(container);
      container.setApplicationEventPublisher(event -> {
        if (event instanceof ListenerContainerIdleEvent idle) {
          listener.tend(idle.getConsumer());
        }
      });
    }

    private boolean isAlive() {
      return container.isRunning() && container.isInExpectedState();
    }

    private double secondsSinceHeartbeat() {
      PulsingConsumer made = consumer;
      return made == null ? -1 : made.secondsSinceHeartbeat();
    }

    private void end() {
      container.stop();
      // What an orderly stop has left: nothing, unless its thread hangs or has died.
      listener.abandon();
      AutoCloseable made = observer;
      if (made != null) {
        try {
          made.close();
        } catch (Exception e) {
          log.debug("the meters of {} could not be closed", name, e);
        }
      }
    }
  }

  /** A poll that fails is no batch that fails: supervision sees it, and the next poll follows. */
  private static final class PollFailures implements CommonErrorHandler {

    @Override
    public void handleOtherException(
        Exception thrown,
        Consumer<?, ?> consumer,
        MessageListenerContainer container,
        boolean batchListener) {
      log.debug("a poll of {} failed", container.getListenerId(), thrown);
    }
  }

  /** The topics that it reads. */
  public List<String> topics() {
    return properties.topics();
  }
}
