package io.chatpush.stack.replay;

/**
 * Pushes of one channel or to one user: how many have no outcome yet, and since when that number
 * has not fallen. Guarded by its owner.
 */
final class Flow {

  private long pending;
  private long movedAt;

  /** More pushes are called for. */
  void add(long pushes, long now) {
    if (pending == 0) {
      movedAt = now;
    }
    pending += pushes;
  }

  /** One of the pushes has its outcome. */
  void done(long now) {
    pending--;
    movedAt = now;
  }

  /**
   * Whether pushes have had no outcome for longer than a limit.
   *
   * @param nanos the limit
   * @param notBefore when the limit begins to run at the earliest, as {@link System#nanoTime}
   */
  boolean isStalled(long nanos, long notBefore, long now) {
    return pending > 0 && Math.min(now - movedAt, now - notBefore) > nanos;
  }
}
