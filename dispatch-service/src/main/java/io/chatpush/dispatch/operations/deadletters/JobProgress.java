package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job.
 *
 * @param id its id
 * @param action what it does
 * @param of the kind of the dead letters
 * @param apps the apps that it was started for; {@code null} for all
 * @param dryRun whether it only counts
 * @param state its state
 * @param message the reason of the state, for operators, where it is not obvious
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param toScan offsets between its beginning and the end as it was when it began
 * @param scanned the number of them that were read
 * @param selected dead letters that match and are to be dealt with
 * @param skipped dead letters that match and stay open, by the reason
 * @param done dead letters dealt with: the record and the action are acknowledged
 * @param canary of a redrive of pushes
 */
record JobProgress(
    String id,
    JobRequest.Action action,
    String of,
    @Nullable Set<String> apps,
    boolean dryRun,
    State state,
    @Nullable String message,
    Instant startedAt,
    @Nullable Instant endedAt,
    long toScan,
    long scanned,
    long selected,
    Map<SkipReason, Long> skipped,
    long done,
    @Nullable CanaryProgress canary) {

  /** The state of a job. */
  enum State {
    RUNNING,
    /** The first pushes are written, their outcomes are awaited. */
    AWAITING_CANARY,
    /** Everything that was there when it began is dealt with. */
    DONE,
    /** Too few of the first pushes were accepted; the rest is untouched. */
    CANARY_FAILED,
    /** An operator stopped it; the same request continues it. */
    STOPPED,
    /** Kafka or the registry failed; the same request continues it. */
    FAILED
  }

  /**
   * The outcomes of the first pushes.
   *
   * @param sent their number
   * @param accepted by FCM
   * @param withoutDevice whose device is gone; they do not count
   * @param undecided without an outcome so far
   */
  record CanaryProgress(int sent, int accepted, int withoutDevice, int undecided) {}

  /** Returns whether it has ended. */
  boolean ended() {
    return endedAt != null;
  }
}
