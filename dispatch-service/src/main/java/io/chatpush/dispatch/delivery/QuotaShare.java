package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.pacing.Pacer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * This instance's part of every project's quota: its part of the partitions of both lanes. So all
 * instances together have one quota, and nobody needs to ask another. Thread-safe.
 */
final class QuotaShare {

  private final Pacer pacer;
  private final IntSupplier partitions;
  private final Set<TopicPartition> ours = ConcurrentHashMap.newKeySet();

  /**
   * @param partitions how many partitions both lanes have together now; asked once there are some
   */
  QuotaShare(Pacer pacer, IntSupplier partitions) {
    this.pacer = pacer;
    this.partitions = partitions;
  }

  void gained(TopicPartition partition) {
    ours.add(partition);
    changed();
  }

  void lost(TopicPartition partition) {
    ours.remove(partition);
    changed();
  }

  /** Computes the share anew; to be called when the number of partitions has changed. */
  synchronized void changed() {
    pacer.share((double) ours.size() / partitions.getAsInt());
  }
}
