package io.chatpush.lag;

import io.chatpush.supervision.KafkaProbe;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import io.chatpush.supervision.SupervisedTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lag of the groups over and over, on a thread of its own, exports it, and tells {@link
 * GroupWatch}. The groups of the service itself are read for the watch also where the settings do
 * not export them. A broker that does not answer is asked again; nothing else waits for it.
 */
public final class LagExport implements AutoCloseable, SupervisedParts {

  private static final Logger log = LoggerFactory.getLogger(LagExport.class);

  /** The meters are cleared when this number of readings in a row has failed. */
  private static final int FAILURES_LIMIT = 3;

  /** The longest pause between two readings with which the watch still sees what goes on. */
  private static final Duration LONGEST_PAUSE = GroupWatch.VALID.dividedBy(2);

  private final Set<String> exported;
  private final Map<String, Object> adminConfig;
  private final LagReading reading;
  private final LagMeters meters;
  private final GroupWatch watch;
  private final SupervisedTask task;
  private final AtomicReference<@Nullable Admin> client = new AtomicReference<>();
  private volatile boolean closed;
  private int failures;

  private LagExport(
      Set<String> exported,
      Duration interval,
      Map<String, Object> adminConfig,
      LagReading reading,
      LagMeters meters,
      GroupWatch watch,
      KafkaProbe probe) {
    this.exported = exported;
    this.adminConfig = adminConfig;
    this.reading = reading;
    this.meters = meters;
    this.watch = watch;
    Duration pause = interval.compareTo(LONGEST_PAUSE) < 0 ? interval : LONGEST_PAUSE;
    task = new SupervisedTask("consumer-lag", pause, this::read, () -> probe.cause("", List.of()));
  }

  /**
   * Starts to read, and to export what the settings say.
   *
   * @param adminConfig how to reach the broker, for questions about offsets
   * @param consumerConfig the same, for the reading of single records
   * @param fromBeginning whether the groups of the service begin with the first record of a
   *     partition in which they have never committed
   */
  public static LagExport start(
      LagProperties properties,
      Map<String, Object> adminConfig,
      Map<String, Object> consumerConfig,
      boolean fromBeginning,
      MeterRegistry registry,
      GroupWatch watch,
      KafkaProbe probe,
      Clock clock) {
    List<String> exported = properties.enabled() ? properties.groups() : List.of();
    Map<String, Object> ofCommitted = new HashMap<>(consumerConfig);
    ofCommitted.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
    LagExport export =
        new LagExport(
            Set.copyOf(exported),
            properties.interval(),
            adminConfig,
            new LagReading(
                exported,
                fromBeginning,
                new RecordTimes(consumerConfig, clock),
                new RecordTimes(ofCommitted, clock),
                clock),
            new LagMeters(registry, properties.perPartition()),
            watch,
            probe);
    export.task.start(Duration.ZERO);
    return export;
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(task);
  }

  private void read() throws InterruptedException {
    Map<String, Set<TopicPartition>> own = watch.asked(System.nanoTime());
    if (exported.isEmpty() && own.isEmpty()) {
      return;
    }
    // Taken, so that a reading that hangs keeps its client for itself.
    Admin kept = client.getAndSet(null);
    Admin admin = kept == null ? Admin.create(adminConfig) : kept;
    boolean works = false;
    try {
      Map<GroupPartition, GroupLag> lags = reading.next(admin, own);
      Map<String, Optional<ConsumerGroupDescription>> groups = reading.groups(admin, own.keySet());
      export(lags, groups);
      Map<GroupPartition, GroupLag> watched = new HashMap<>(lags);
      watched.putAll(reading.unread());
      watch.show(reading.committed(), watched, groups, System.nanoTime());
      failures = 0;
      works = true;
    } catch (RuntimeException e) {
      failures++;
      log.debug("The lag of the groups cannot be read: {}", e.getMessage());
      if (failures == FAILURES_LIMIT) {
        log.warn("The lag of the groups is not exported for now: {}", e.getMessage());
        meters.clear();
      }
      throw e;
    } finally {
      // A client whose reading failed is replaced: it may be what does not work.
      if (!works || closed || !client.compareAndSet(null, admin)) {
        admin.close(Duration.ZERO);
      }
    }
  }

  private void export(
      Map<GroupPartition, GroupLag> lags, Map<String, Optional<ConsumerGroupDescription>> groups) {
    Map<GroupPartition, GroupLag> shown = new HashMap<>(lags);
    shown.keySet().removeIf(where -> !exported.contains(where.group()));
    Map<String, Integer> members = new HashMap<>();
    groups.forEach((group, there) -> {
      if (exported.contains(group)) {
        members.put(group, there.map(known -> known.members().size()).orElse(0));
      }
    });
    meters.show(shown, members);
  }

  @Override
  public void close() {
    closed = true;
    task.close();
    Admin kept = client.getAndSet(null);
    if (kept != null) {
      kept.close(Duration.ZERO);
    }
  }
}
