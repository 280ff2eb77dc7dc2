package io.chatpush.supervision;

/** What a {@link Supervised} part reports of itself at one moment. */
public sealed interface Condition {

  /** The service has not started the part yet, or has stopped it. */
  record NotRunning() implements Condition {}

  /**
   * The part was started or restarted, or rejoins its group, and it is too early to tell whether it
   * works. A part that worked before still counts as working; one that was broken is not restarted
   * again and does not count as working yet. The part itself limits how long it reports this.
   */
  record Starting() implements Condition {}

  /** The part makes progress, has nothing to do, or waits for a reason that is no fault. */
  record Working() implements Condition {}

  /**
   * The part does not work now, but may recover by itself, as in a rebalance. It counts as broken
   * when this lasts for longer than the grace of the {@link Supervisor}.
   *
   * @param reason a clause that continues "it ...", for example "is not a member of its group";
   *     without secrets
   */
  record Stuck(String reason) implements Condition {

    /** Returns {@link Starting} if it is too early to tell, and this condition otherwise. */
    public Condition orStartingIf(boolean early) {
      return early ? STARTING : this;
    }
  }

  /**
   * The part has ended and cannot recover without being replaced.
   *
   * @param reason as of {@link Stuck}
   */
  record Ended(String reason) implements Condition {}

  /** The only value of {@link NotRunning}. */
  NotRunning NOT_RUNNING = new NotRunning();

  /** The only value of {@link Starting}. */
  Starting STARTING = new Starting();

  /** The only value of {@link Working}. */
  Working WORKING = new Working();
}
