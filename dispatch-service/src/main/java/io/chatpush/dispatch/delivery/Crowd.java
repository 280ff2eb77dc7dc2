package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sees to it that a Firebase project that is held up does not fill the windows, so that others'
 * requests behind its own are reached: at most half of a partition's window may be one app's then.
 * With one project there is nobody to make room for, and what waits is plain lag.
 *
 * <p>Used by the consumer's thread, but for what ends.
 */
final class Crowd {

  private final Delivery delivery;
  private final int limit;
  private final boolean needed;
  private final Map<Integer, Map<String, AtomicInteger>> openByPartition = new HashMap<>();

  /**
   * @param limit requests of one app in one partition
   */
  Crowd(Delivery delivery, int limit) {
    this.delivery = delivery;
    this.limit = limit;
    this.needed = delivery.hasSeveralProjects();
  }

  /** Whether so many requests of that app stand in the partition that this one must not. */
  boolean isTooLarge(ConsumerRecord<?, ?> record, PushRequest request) {
    return needed && open(record, request).get() >= limit && delivery.isHeldUp(request.getAppId());
  }

  /** Counts the request as long as the work lasts. */
  CompletableFuture<Void> with(
      ConsumerRecord<?, ?> record, PushRequest request, Supplier<CompletableFuture<Void>> work) {
    if (!needed) {
      return work.get();
    }
    AtomicInteger open = open(record, request);
    open.incrementAndGet();
    return work.get().whenComplete((done, failure) -> open.decrementAndGet());
  }

  void forget(int partition) {
    openByPartition.remove(partition);
  }

  private AtomicInteger open(ConsumerRecord<?, ?> record, PushRequest request) {
    return openByPartition
        .computeIfAbsent(record.partition(), p -> new HashMap<>())
        .computeIfAbsent(request.getAppId(), a -> new AtomicInteger());
  }
}
