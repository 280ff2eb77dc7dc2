package io.chatpush.streams;

import io.chatpush.service.SafeText;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.GroupProgress;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Supervises a Kafka Streams client and replaces it as a whole. It reports the stream as
 *
 * <ul>
 *   <li>ended, if its state is one that it cannot leave;
 *   <li>stuck, if threads are missing or keep failing, do not poll, are not members of the group,
 *       if the stream is not running and restores nothing, or if records wait in its partitions and
 *       the group commits nothing.
 * </ul>
 *
 * Thread-safe.
 */
final class SupervisedStreams implements Supervised {

  /** How the stream is started and stopped. Called by one thread at a time. */
  interface Host {

    /** The stream that runs; {@code null} if none was started. Called by any thread. */
    @Nullable KafkaStreams current();

    /** Stops and forgets the stream, without leaving anything that a new one could not take. */
    void close();

    /** Creates and starts a stream; does nothing after the service was told to stop. */
    void open() throws Exception;

    /** Whether the service has started the stream and not stopped it. Called by any thread. */
    boolean isWanted();

    /** Why the stream cannot work; as {@link Supervised#outsideCause}. */
    default Optional<String> outsideCause() {
      return Optional.empty();
    }

    /** Why records wait although the stream works; as {@link Supervised#outsideCause}. */
    default Optional<String> whyRecordsWait() {
      return Optional.empty();
    }
  }

  private static final long LONGEST_WITHOUT_POLL = Duration.ofSeconds(30).toNanos();

  /** Twice the session timeout that the services set for their streams. */
  private static final double LONGEST_WITHOUT_HEARTBEAT_SECONDS = 30;

  /** The session timeout of a member that has died, for which a rebalance waits, and some more. */
  private static final long REBALANCE = Duration.ofSeconds(20).toNanos();

  private static final int FAILURES_IN_A_ROW = 3;

  /** Longer than the pause before a thread is replaced, and what the new one needs to fail. */
  private static final long FAILED_LATELY = Duration.ofSeconds(20).toNanos();

  /** A thread that has to join its group first may need this time until it fails again. */
  private static final long FAILURES_OVER = Duration.ofSeconds(30).toNanos();

  /** Reading all metrics of a stream takes a millisecond; a thread that hangs does so for long. */
  private static final long BETWEEN_READINGS = Duration.ofSeconds(5).toNanos();

  private final String name;
  private final String group;
  private final Set<String> topics;
  private final int threads;
  private final Host host;
  private final StreamThreadFailures failures;
  private final RestoreProgress restoring;
  private final GroupProgress groups;
  private final KafkaProbe probe;

  private @Nullable KafkaStreams seen;
  private KafkaStreams.@Nullable State seenState;
  private long seenLeft;
  private long progressAt;
  private long readAt;
  private final Map<String, Double> polls = new HashMap<>();
  private final Map<String, Long> polledAt = new HashMap<>();
  private Optional<String> lastReading = Optional.empty();
  private boolean recordsWait;

  /**
   * @param name of the part
   * @param group the consumer group of the stream
   * @param topics that it reads
   * @param threads how many stream threads it should have
   * @param failures the handler of uncaught exceptions that the stream was given
   * @param restoring the listener of restores that the stream was given
   */
  SupervisedStreams(
      String name,
      String group,
      Collection<String> topics,
      int threads,
      Host host,
      StreamThreadFailures failures,
      RestoreProgress restoring,
      GroupProgress groups,
      KafkaProbe probe) {
    this.name = name;
    this.group = group;
    this.topics = Set.copyOf(topics);
    this.threads = threads;
    this.host = host;
    this.failures = failures;
    this.restoring = restoring;
    this.groups = groups;
    this.probe = probe;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Condition condition() {
    if (!host.isWanted()) {
      return Condition.NOT_RUNNING;
    }
    KafkaStreams streams = host.current();
    if (streams == null) {
      recordsWait = false;
      return new Condition.Ended("could not be started");
    }
    long now = System.nanoTime();
    if (!streams.equals(seen)) {
      seen = streams;
      seenState = null;
      recordsWait = false;
      readAt = now - BETWEEN_READINGS;
      polls.clear();
      polledAt.clear();
      lastReading = Optional.empty();
    }
    KafkaStreams.State state = streams.state();
    long left = restoring.left();
    if (state != seenState || left != seenLeft) {
      seenState = state;
      seenLeft = left;
      progressAt = now;
    }
    Optional<Condition> failing = failing();
    if (state != KafkaStreams.State.RUNNING || failing.isPresent()) {
      recordsWait = false;
    }
    return switch (state) {
      case ERROR, PENDING_ERROR, PENDING_SHUTDOWN, NOT_RUNNING ->
          host.isWanted()
              ? new Condition.Ended("is in the state " + state + lastFailure())
              : Condition.NOT_RUNNING;
      case CREATED, REBALANCING ->
          failing.orElseGet(() ->
              new Condition.Stuck(
                      "is in the state %s and has restored nothing for %d s%s"
                          .formatted(
                              state, Duration.ofNanos(now - progressAt).toSeconds(), lastFailure()))
                  .orStartingIf(now - progressAt < (left > 0 ? LONGEST_WITHOUT_POLL : REBALANCE)));
      case RUNNING -> failing.orElseGet(() -> running(streams, now));
    };
  }

  /** The condition while threads fail one after the other, whatever the stream's state is. */
  private Optional<Condition> failing() {
    if (failures.streak() < FAILURES_IN_A_ROW) {
      return Optional.empty();
    }
    long age = failures.lastAge();
    if (age < FAILED_LATELY) {
      return Optional.of(new Condition.Stuck("fails again and again" + lastFailure()));
    }
    return age < FAILURES_OVER ? Optional.of(Condition.STARTING) : Optional.empty();
  }

  private Condition running(KafkaStreams streams, long now) {
    if (now - readAt >= BETWEEN_READINGS) {
      readAt = now;
      lastReading = read(streams, now);
      recordsWait = false;
      if (lastReading.isEmpty()) {
        lastReading = stalled(streams);
        recordsWait = lastReading.isPresent();
      }
    }
    return lastReading.<Condition>map(Condition.Stuck::new).orElse(Condition.WORKING);
  }

  private Optional<String> read(KafkaStreams streams, long now) {
    Set<ThreadMetadata> local = streams.metadataForLocalThreads();
    if (local.size() < threads) {
      return Optional.of(
          "has %d of %d stream threads%s".formatted(local.size(), threads, lastFailure()));
    }
    double oldestHeartbeat = -1;
    for (Map.Entry<MetricName, ? extends Metric> metric : streams.metrics().entrySet()) {
      MetricName id = metric.getKey();
      if (id.name().equals("poll-total") && id.group().equals("stream-thread-metrics")) {
        String thread = id.tags().getOrDefault("thread-id", "");
        double total = number(metric.getValue());
        Double before = polls.put(thread, total);
        if (before == null || before != total) {
          polledAt.put(thread, now);
        }
      } else if (id.name().equals("last-heartbeat-seconds-ago")
          && id.group().equals("consumer-coordinator-metrics")) {
        oldestHeartbeat = Math.max(oldestHeartbeat, number(metric.getValue()));
      }
    }
    Set<String> living = local.stream().map(ThreadMetadata::threadName).collect(Collectors.toSet());
    polls.keySet().retainAll(living);
    polledAt.keySet().retainAll(living);
    for (long at : polledAt.values()) {
      if (now - at > LONGEST_WITHOUT_POLL) {
        return Optional.of(
            "has a thread that has not polled for %d s"
                .formatted(Duration.ofNanos(now - at).toSeconds()));
      }
    }
    if (oldestHeartbeat > LONGEST_WITHOUT_HEARTBEAT_SECONDS) {
      return Optional.of(
          "has sent no heartbeat to the coordinator of its group for %.0f s"
              .formatted(oldestHeartbeat));
    }
    return Optional.empty();
  }

  private Optional<String> stalled(KafkaStreams streams) {
    Set<TopicPartition> ours =
        streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .flatMap(task -> task.topicPartitions().stream())
            .collect(Collectors.toSet());
    return groups
        .stalled(group, ours)
        .map(partitions -> "commits nothing although records wait in " + partitions);
  }

  private static double number(Metric metric) {
    return metric.metricValue() instanceof Number value ? value.doubleValue() : 0;
  }

  private String lastFailure() {
    Throwable last = failures.lastAge() < FAILED_LATELY ? failures.last() : null;
    return last == null ? "" : ", its last failure is " + SafeText.kindOf(last);
  }

  @Override
  public Optional<String> outsideCause() {
    Throwable last = failures.lastAge() < FAILED_LATELY ? failures.last() : null;
    return KafkaProbe.outsideCause(last)
        .or(host::outsideCause)
        .or(() -> recordsWait() ? host.whyRecordsWait() : Optional.empty())
        .or(() -> probe.cause(group, topics));
  }

  /** Whether the stream is broken only in that records wait, which the host may explain. */
  private synchronized boolean recordsWait() {
    return recordsWait;
  }

  @Override
  public void heal() throws Exception {
    host.close();
    host.open();
  }
}
