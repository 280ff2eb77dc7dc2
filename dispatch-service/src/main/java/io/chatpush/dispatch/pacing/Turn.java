package io.chatpush.dispatch.pacing;

import io.chatpush.events.Lane;

/** The turn of one push: to be ended once, by {@link #end} or {@link #withdraw}. Thread-safe. */
public final class Turn {

  private final Pacer pacer;
  private final ProjectQueue queue;
  private final Lane lane;
  private final int epoch;
  private final boolean probe;

  Turn(Pacer pacer, ProjectQueue queue, Lane lane, int epoch, boolean probe) {
    this.pacer = pacer;
    this.queue = queue;
    this.lane = lane;
    this.epoch = epoch;
    this.probe = probe;
  }

  /**
   * Whether the push is one of the few that are sent after a pause to find out whether it is over.
   */
  public boolean isProbe() {
    return probe;
  }

  /** The send ended, and this is what it tells about the project. */
  public void end(Verdict verdict) {
    pacer.ended(queue, lane, epoch, verdict);
  }

  /** There was no send. */
  public void withdraw() {
    pacer.withdrawn(queue, lane, epoch);
  }
}
