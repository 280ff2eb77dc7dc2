package io.chatpush.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How much of the state of this instance's partitions is still to be read from Kafka.
 *
 * <ul>
 *   <li>{@code push.state.restore.left}, gauge: records at most, for compaction has taken some of
 *       those that the offsets count. 0 while nothing is restored; of partitions whose restoring
 *       has not begun nothing is known
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class RestoreProgress implements StateRestoreListener {

  private record Stage(long end, long left) {}

  private final Map<String, Stage> stages = new ConcurrentHashMap<>();

  public RestoreProgress(MeterRegistry registry) {
    Gauge.builder("push.state.restore.left", this, RestoreProgress::left)
        .description("Records of state that are still to be read from Kafka, at most")
        .register(registry);
  }

  /** Records that are still to be read, at most. */
  public long left() {
    return stages.values().stream().mapToLong(Stage::left).sum();
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    stages.put(key(partition, store), new Stage(end, Math.max(0, end - start)));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
    var _ =
        stages.computeIfPresent(
            key(partition, store),
            (_, stage) -> new Stage(stage.end(), Math.max(0, stage.end() - last - 1)));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    stages.remove(key(partition, store));
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long total) {
    stages.remove(key(partition, store));
  }

  private static String key(TopicPartition partition, String store) {
    return partition + "/" + store;
  }
}
