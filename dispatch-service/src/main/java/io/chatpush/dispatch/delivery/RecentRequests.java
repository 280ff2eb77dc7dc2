package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a request that has come before. Fan-out and join work at least once: after a crash
 * they write again what they had not committed, close behind the first time in the same partition.
 * A chat event published twice is two requests, and so is a retry.
 *
 * <p>What is compared is the whole identity, never a hash of it: a mistake here would be a push
 * lost. Used by the consumer's thread alone.
 */
final class RecentRequests {

  private record Identity(
      int sourcePartition,
      long sourceOffset,
      String userId,
      String firstDeviceId,
      int attempt,
      @Nullable Instant firstFailedAt,
      int redriveCount,
      int parkedCount) {}

  private final int capacity;
  private final Map<Integer, LinkedHashSet<Identity>> byPartition = new HashMap<>();

  /**
   * @param capacity requests remembered for each partition, about 150 bytes each
   */
  RecentRequests(int capacity) {
    this.capacity = capacity;
  }

  /** Remembers the request and says whether it is the first of its kind. */
  boolean isNew(int partition, PushRequest request) {
    if (capacity == 0) {
      return true;
    }
    LinkedHashSet<Identity> known =
        byPartition.computeIfAbsent(partition, p -> new LinkedHashSet<>());
    boolean added =
        known.add(
            new Identity(
                request.getSourcePartition(),
                request.getSourceOffset(),
                request.getUserId(),
                request.getDevices().getFirst().getDeviceId(),
                request.getAttempt(),
                request.getFirstFailedAt(),
                request.getRedriveCount(),
                request.getParkedCount()));
    if (known.size() > capacity) {
      Iterator<Identity> oldest = known.iterator();
      oldest.next();
      oldest.remove();
    }
    return added;
  }

  void forget(int partition) {
    byPartition.remove(partition);
  }
}
