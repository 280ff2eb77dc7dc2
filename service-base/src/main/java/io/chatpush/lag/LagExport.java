package io.chatpush.lag;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lag of the groups over and over, on a thread of its own, and exports it. A broker that
 * does not answer is asked again; nothing else waits for it.
 */
public final class LagExport implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LagExport.class);

  /** So many readings may fail before what was read last counts as nothing. */
  private static final int FAILURES_LIMIT = 3;

  private static final long STOP_SECONDS = 6;

  private final Map<String, Object> adminConfig;
  private final LagReading reading;
  private final LagMeters meters;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("consumer-lag").daemon().factory());
  private volatile @Nullable Admin admin;
  private int failures;

  private LagExport(Map<String, Object> adminConfig, LagReading reading, LagMeters meters) {
    this.adminConfig = adminConfig;
    this.reading = reading;
    this.meters = meters;
  }

  /**
   * Starts it, unless the settings say not to.
   *
   * @param adminConfig how to reach the broker, for questions about offsets
   * @param consumerConfig the same, for the reading of single records
   */
  public static LagExport start(
      LagProperties properties,
      Map<String, Object> adminConfig,
      Map<String, Object> consumerConfig,
      MeterRegistry registry,
      Clock clock) {
    LagExport export =
        new LagExport(
            adminConfig,
            new LagReading(properties.groups(), new RecordTimes(consumerConfig, clock), clock),
            new LagMeters(registry, properties.perPartition()));
    if (properties.enabled()) {
      var _ =
          export.executor.scheduleWithFixedDelay(
              export::read, 0, properties.interval().toNanos(), TimeUnit.NANOSECONDS);
    }
    return export;
  }

  private void read() {
    try {
      Admin client = admin;
      if (client == null) {
        client = Admin.create(adminConfig);
        admin = client;
      }
      meters.show(reading.next(client), reading.members(client));
      failures = 0;
    } catch (RuntimeException e) {
      // Whatever it was: a task that throws is never run again.
      failures++;
      log.debug("The lag of the groups is not to be had: {}", e.getMessage());
      if (failures == FAILURES_LIMIT) {
        log.warn("The lag of the groups is not exported for now: {}", e.getMessage());
        meters.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.debug("The broker is still being asked for the lag of the groups");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Admin client = admin;
    if (client != null) {
      client.close(Duration.ZERO);
    }
  }
}
