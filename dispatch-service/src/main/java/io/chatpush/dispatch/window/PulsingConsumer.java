package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that reports what it does to a {@link ConsumerPulse}, and that rests after a poll that
 * has failed: whoever polls it again at once would use a whole core for nothing. A {@link #wakeup}
 * ends the rest.
 *
 * <p>Used by one thread, as every consumer, but for {@link #wakeup} and {@link
 * #secondsSinceHeartbeat}.
 */
final class PulsingConsumer extends PatientConsumer {

  private static final long SHORTEST_REST = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(5).toNanos();

  private final ConsumerPulse pulse;
  private volatile boolean woken;
  private volatile @Nullable Thread resting;
  private volatile @Nullable Metric heartbeat;

  PulsingConsumer(Map<String, Object> config, ConsumerPulse pulse) {
    super(config);
    this.pulse = pulse;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    pulse.beats();
    try {
      ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
      ConsumerGroupMetadata group = groupMetadata();
      pulse.polled(group.generationId() >= 0 ? group.memberId() : null);
      return records;
    } catch (WakeupException | InterruptException e) {
      pulse.beats();
      throw e;
    } catch (RuntimeException e) {
      rest(pulse.failed(e));
      throw e;
    }
  }

  private void rest(int failures) {
    long end =
        System.nanoTime()
            + Math.min(LONGEST_REST, SHORTEST_REST << Math.min(10, Math.max(0, failures - 1)));
    resting = Thread.currentThread();
    try {
      long left;
      while (!woken
          && !Thread.currentThread().isInterrupted()
          && (left = end - System.nanoTime()) > 0) {
        LockSupport.parkNanos(left);
      }
    } finally {
      resting = null;
      woken = false;
    }
  }

  @Override
  public void wakeup() {
    super.wakeup();
    Thread thread = resting;
    if (thread != null) {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  /** How long ago it last sent a heartbeat to its coordinator; below 0 if it never has. */
  double secondsSinceHeartbeat() {
    Metric known = heartbeat;
    if (known == null) {
      for (Map.Entry<MetricName, ? extends Metric> metric : metrics().entrySet()) {
        if (metric.getKey().name().equals("last-heartbeat-seconds-ago")
            && metric.getKey().group().equals("consumer-coordinator-metrics")) {
          known = metric.getValue();
          heartbeat = known;
        }
      }
    }
    return known != null && known.metricValue() instanceof Number seconds
        ? seconds.doubleValue()
        : -1;
  }
}
