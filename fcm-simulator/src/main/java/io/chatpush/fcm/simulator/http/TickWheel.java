package io.chatpush.fcm.simulator.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Delays on one event loop, to the millisecond. One timer of the loop serves all of them: what is
 * due in the same millisecond runs together and is flushed together, which costs one system call a
 * connection instead of one a response. Belongs to its event loop.
 */
final class TickWheel implements Runnable {

  /** A power of two. Longer delays go round more than once. */
  private static final int SLOTS = 4096;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventExecutor loop;
  private final long start;
  private final List<List<Entry>> slots = new ArrayList<>(SLOTS);
  private final List<Runnable> flushes = new ArrayList<>();
  private long tick;
  private int pending;
  private boolean running;

  private record Entry(long tick, Runnable task) {}

  TickWheel(EventExecutor loop) {
    this.loop = loop;
    this.start = loop.ticker().nanoTime();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>(4));
    }
  }

  /** Runs {@code task} on the loop once {@code nanos} have passed. */
  void schedule(long nanos, Runnable task) {
    long now = loop.ticker().nanoTime() - start;
    if (pending++ == 0) {
      tick = Math.max(tick, now / TICK);
    }
    long due = Math.max((now + nanos + TICK - 1) / TICK, tick + 1);
    slot(due).add(new Entry(due, task));
    if (!running) {
      running = true;
      var _ = loop.schedule(this, 1, TimeUnit.MILLISECONDS);
    }
  }

  /** Runs {@code flush} when everything that is due in this tick has run. */
  void afterTick(Runnable flush) {
    flushes.add(flush);
  }

  @Override
  public void run() {
    long now = (loop.ticker().nanoTime() - start) / TICK;
    while (tick < now && pending > 0) {
      tick++;
      runSlot(slot(tick));
    }
    for (int i = 0; i < flushes.size(); i++) {
      flushes.get(i).run();
    }
    flushes.clear();
    running = pending > 0;
    if (running) {
      var _ = loop.schedule(this, 1, TimeUnit.MILLISECONDS);
    }
  }

  private void runSlot(List<Entry> entries) {
    int kept = 0;
    // A task may add to this very slot, a full turn later: the size is read anew each time.
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.tick > tick) {
        entries.set(kept++, entry);
      } else {
        pending--;
        entry.task.run();
      }
    }
    entries.subList(kept, entries.size()).clear();
  }

  private List<Entry> slot(long due) {
    return slots.get((int) (due & (SLOTS - 1)));
  }
}
