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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lag of the groups over and over, on a thread of its own, exports it, and tells {@link
 * GroupWatch}. A broker that does not answer is asked again; nothing else waits for it.
 */
public final class LagExport implements AutoCloseable, SupervisedParts {

  private static final Logger log = LoggerFactory.getLogger(LagExport.class);

  /** The meters are cleared when this number of readings in a row has failed. */
  private static final int FAILURES_LIMIT = 3;

  private final Map<String, Object> adminConfig;
  private final LagReading reading;
  private final LagMeters meters;
  private final GroupWatch watch;
  private final SupervisedTask task;
  private final AtomicReference<@Nullable Admin> client = new AtomicReference<>();
  private volatile boolean closed;
  private int failures;

  private LagExport(
      LagProperties properties,
      Map<String, Object> adminConfig,
      LagReading reading,
      LagMeters meters,
      GroupWatch watch,
      KafkaProbe probe) {
    this.adminConfig = adminConfig;
    this.reading = reading;
    this.meters = meters;
    this.watch = watch;
    task =
        new SupervisedTask(
            "consumer-lag", properties.interval(), this::read, () -> probe.cause("", List.of()));
  }

  /**
   * Starts the export, unless the settings say not to.
   *
   * @param adminConfig how to reach the broker, for questions about offsets
   * @param consumerConfig the same, for the reading of single records
   */
  public static LagExport start(
      LagProperties properties,
      Map<String, Object> adminConfig,
      Map<String, Object> consumerConfig,
      MeterRegistry registry,
      GroupWatch watch,
      KafkaProbe probe,
      Clock clock) {
    LagExport export =
        new LagExport(
            properties,
            adminConfig,
            new LagReading(properties.groups(), new RecordTimes(consumerConfig, clock), clock),
            new LagMeters(registry, properties.perPartition()),
            watch,
            probe);
    if (properties.enabled()) {
      export.task.start(Duration.ZERO);
    }
    return export;
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(task);
  }

  private void read() throws InterruptedException {
    // Taken, so that a reading that hangs keeps its client for itself.
    Admin kept = client.getAndSet(null);
    Admin admin = kept == null ? Admin.create(adminConfig) : kept;
    boolean works = false;
    try {
      Map<GroupPartition, GroupLag> lags = reading.next(admin);
      Map<String, Optional<ConsumerGroupDescription>> groups = reading.groups(admin);
      Map<String, Integer> members = new HashMap<>();
      groups.forEach((group, there) ->
          members.put(group, there.map(known -> known.members().size()).orElse(0)));
      meters.show(lags, members);
      watch.show(reading.committed(), lags, groups, System.nanoTime());
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
