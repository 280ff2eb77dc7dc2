package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param id its name
 * @param action what it does
 * @param of which kind of letters
 * @param apps the apps that it was started for; {@code null} for all
 * @param dryRun whether it only counts
 * @param state how it stands
 * @param message why, for people, where that is not obvious
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param toScan offsets between its beginning and the end as it was when it began
 * @param scanned how many of them lie behind
 * @param selected letters that match and are to be dealt with
 * @param skipped letters that match and stay, by the reason
 * @param done letters dealt with: the record and the note of it are safe in Kafka
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

  /** How a job stands. */
  enum State {
    RUNNING,
    /** The first pushes are out, their outcomes are awaited. */
    AWAITING_CANARY,
    /** Everything that was there when it began is dealt with. */
    DONE,
    /** Too few of the first pushes were accepted; the rest is untouched. */
    CANARY_FAILED,
    /** Somebody stopped it; asking again goes on where it was. */
    STOPPED,
    /** Kafka or the registry failed; asking again goes on where it was. */
    FAILED
  }

  /**
   * What became of the first pushes.
   *
   * @param sent how many
   * @param accepted by FCM
   * @param withoutDevice whose device is gone; they do not count
   * @param undecided without an outcome so far
   */
  record CanaryProgress(int sent, int accepted, int withoutDevice, int undecided) {}

  /** Whether it has ended. */
  boolean ended() {
    return endedAt != null;
  }
}
