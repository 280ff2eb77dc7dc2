package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The records of one partition that are being worked on, and how far the group may commit: up to
 * the first record that is not done, however many behind it are.
 *
 * <p>Knows nothing of Kafka but offsets, which ascend and may have gaps. Thread-safe: slots are
 * opened by the consumer's thread and completed by any.
 */
final class OffsetWindow {

  private final LongAdder handedBack;
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
   */
  OffsetWindow(LongAdder handedBack) {
    this.handedBack = handedBack;
  }

  /** Begins work on the record at {@code offset}, which is greater than every one before. */
  synchronized OffsetSlot open(long offset) {
    OffsetSlot slot = new OffsetSlot(offset);
    slots.addLast(slot);
    open++;
    return slot;
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

  private enum State {
    OPEN,
    BEGUN,
    DONE
  }

  /** One record's place. */
  final class OffsetSlot implements Slot {

    private final long offset;
    private int weight;
    private State state = State.OPEN;

    private OffsetSlot(long offset) {
      this.offset = offset;
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
