package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that are being worked on, and how far the group may commit: up to
 * the first record that is not done, however many behind it are.
 *
 * <p>Knows nothing of Kafka but offsets, which ascend and may have gaps. Thread-safe: slots are
 * opened by the consumer's thread and completed by any.
 */
final class OffsetWindow {

  private final LongAdder handedBack;
  private final LongSupplier nanoTime;
  private final ArrayDeque<OffsetSlot> slots = new ArrayDeque<>();
  private long committable = -1;
  private long taken = -1;
  private long openWeight;
  private int open;
  private long completed;
  private int begun;
  private boolean closing;
  private boolean closed;

  /**
   * @param handedBack gets the weight of what is not done when the window closes, and gives back
   *     that of what is done nevertheless
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  OffsetWindow(LongAdder handedBack, LongSupplier nanoTime) {
    this.handedBack = handedBack;
    this.nanoTime = nanoTime;
  }

  /** Begins work on the record at {@code offset}, which is greater than every one before. */
  synchronized OffsetSlot open(long offset) {
    OffsetSlot slot = new OffsetSlot(offset, nanoTime.getAsLong());
    slots.addLast(slot);
    open++;
    return slot;
  }

  private synchronized void rest(OffsetSlot slot, Duration time) {
    slot.withheld = false;
    slot.expectedSince = nanoTime.getAsLong() + time.toNanos();
  }

  private synchronized void restWhile(OffsetSlot slot, BooleanSupplier reason) {
    slot.rests = reason;
  }

  private synchronized void withhold(OffsetSlot slot) {
    slot.withheld = true;
  }

  private synchronized boolean begin(OffsetSlot slot) {
    if (isGone(slot)) {
      return false;
    }
    if (slot.state == State.OPEN) {
      slot.state = State.BEGUN;
      begun++;
    }
    return true;
  }

  private synchronized boolean isGone(OffsetSlot slot) {
    return switch (slot.state) {
      case OPEN -> closing;
      case BEGUN -> closed;
      case DONE -> true;
    };
  }

  private synchronized void weigh(OffsetSlot slot, int weight) {
    if (slot.state == State.DONE) {
      return;
    }
    slot.weight = weight;
    if (closed) {
      handedBack.add(weight);
    } else {
      openWeight += weight;
    }
  }

  private synchronized void complete(OffsetSlot slot) {
    if (slot.state == State.DONE) {
      return;
    }
    if (slot.state == State.BEGUN && --begun == 0) {
      notifyAll();
    }
    slot.state = State.DONE;
    open--;
    completed++;
    if (closed) {
      handedBack.add(-slot.weight);
      return;
    }
    openWeight -= slot.weight;
    OffsetSlot oldest;
    while ((oldest = slots.peekFirst()) != null && oldest.state == State.DONE) {
      slots.removeFirst();
      committable = oldest.offset + 1;
    }
  }

  /** The offset to commit, if it has moved since this was last asked. */
  synchronized OptionalLong takeCommittable() {
    if (committable == taken) {
      return OptionalLong.empty();
    }
    taken = committable;
    return OptionalLong.of(committable);
  }

  /** The commit of that offset has failed: it is due again unless a later one was taken since. */
  synchronized void commitFailed(long offset) {
    if (taken == offset) {
      taken = -1;
    }
  }

  /** How many records are held, those that are done but wait for an older one included. */
  synchronized int size() {
    return slots.size();
  }

  /** How many records are held and not done. */
  synchronized int openSize() {
    return open;
  }

  /** Returns which records are being worked on now. Looks at every record that is held. */
  synchronized Work work() {
    long now = nanoTime.getAsLong();
    int records = 0;
    long oldest = -1;
    long longest = 0;
    for (OffsetSlot slot : slots) {
      if (slot.state == State.DONE || slot.withheld) {
        continue;
      }
      if (slot.rests != null && slot.rests.getAsBoolean()) {
        // After the wait, it needs its time, too.
        slot.expectedSince = now;
        continue;
      }
      long nanos = now - slot.expectedSince;
      if (nanos < 0) {
        continue;
      }
      records++;
      if (oldest < 0 || nanos > longest) {
        oldest = slot.offset;
        longest = nanos;
      }
    }
    return new Work(records, oldest, longest);
  }

  /** How many records have been done so far. */
  synchronized long completed() {
    return completed;
  }

  /** The weight of the records that are held and not done. */
  synchronized long openWeight() {
    return openWeight;
  }

  /**
   * Lets no more work begin and waits for what has begun.
   *
   * @return how many records are begun but not done when the time is up, 0 if all are done
   */
  synchronized int drain(Duration timeout) throws InterruptedException {
    closing = true;
    long deadline = System.nanoTime() + timeout.toNanos();
    while (begun > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return begun;
      }
      wait(left);
    }
    return 0;
  }

  /**
   * Forgets all records: whoever gets the partition next begins at what was committed. Slots that
   * are completed later commit nothing.
   */
  synchronized void close() {
    closing = true;
    closed = true;
    slots.clear();
    handedBack.add(openWeight);
    openWeight = 0;
  }

  /**
   * The records of a window that should make progress: those that are not done, do not {@linkplain
   * Slot#rest rest} and are not withheld.
   *
   * @param records how many there are
   * @param oldest the offset of the one that takes the longest; -1 if there are none
   * @param nanos how long that one takes already, in nanoseconds
   */
  record Work(int records, long oldest, long nanos) {}

  private enum State {
    OPEN,
    BEGUN,
    DONE
  }

  /** One record's place. */
  final class OffsetSlot implements Slot {

    private final long offset;
    private long expectedSince;
    private @Nullable BooleanSupplier rests;
    private boolean withheld;
    private int weight;
    private State state = State.OPEN;

    private OffsetSlot(long offset, long expectedSince) {
      this.offset = offset;
      this.expectedSince = expectedSince;
    }

    /** Notes that no work on the record is possible until it is handed over again. */
    void withhold() {
      OffsetWindow.this.withhold(this);
    }

    @Override
    public void rest(Duration time) {
      OffsetWindow.this.rest(this, time);
    }

    @Override
    public void restWhile(BooleanSupplier reason) {
      OffsetWindow.this.restWhile(this, reason);
    }

    @Override
    public boolean begin() {
      return OffsetWindow.this.begin(this);
    }

    @Override
    public void weigh(int weight) {
      OffsetWindow.this.weigh(this, weight);
    }

    @Override
    public boolean isGone() {
      return OffsetWindow.this.isGone(this);
    }

    @Override
    public void complete() {
      OffsetWindow.this.complete(this);
    }
  }
}
