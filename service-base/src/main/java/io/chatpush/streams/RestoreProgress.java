package io.chatpush.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How much of the state of one application, in the partitions of this instance, is still to be read
 * from Kafka. Thread-safe.
 */
final class RestoreProgress implements StateRestoreListener {

  private record Stage(long end, long left) {}

  private final Map<String, Stage> stages = new ConcurrentHashMap<>();

  /** Returns the records that are still to be read, at most. */
  long left() {
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
