package io.chatpush.dispatch.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many sends wait for an answer at once; the others wait in line, first come, first
 * served. The line is as long as the windows let it become.
 *
 * <p>Thread-safe and without blocking: whoever ends a send begins the next.
 */
final class SendLimit {

  private final int limit;
  private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger beginners = new AtomicInteger();

  SendLimit(int limit) {
    this.limit = limit;
  }

  /**
   * Begins the send now or when its turn comes; it must call {@link #release} once when it has
   * ended.
   */
  void submit(Runnable send) {
    line.add(send);
    beginNext();
  }

  /** A send has ended. */
  void release() {
    inFlight.decrementAndGet();
    beginNext();
  }

  int inFlight() {
    return inFlight.get();
  }

  /**
   * One thread at a time begins sends, for all who ask: a send that ends at once must not nest the
   * next in itself.
   */
  private void beginNext() {
    if (beginners.getAndIncrement() != 0) {
      return;
    }
    int asked = 1;
    do {
      Runnable next;
      while (inFlight.get() < limit && (next = line.poll()) != null) {
        inFlight.incrementAndGet();
        next.run();
      }
      asked = beginners.addAndGet(-asked);
    } while (asked != 0);
  }
}
