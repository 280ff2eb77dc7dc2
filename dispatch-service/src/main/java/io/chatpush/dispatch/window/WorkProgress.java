package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.Optional;

/**
 * Judges from a series of observations whether a consumer makes progress with the records that it
 * has begun. All times are in nanoseconds of a clock that never jumps. Used by one thread.
 */
final class WorkProgress {

  /** Longer than any send to FCM with its timeout, and any write to Kafka. */
  static final Duration LONGEST_WITHOUT_COMPLETION = Duration.ofSeconds(60);

  /**
   * The longest that one record may take while others are done. Under load a record waits for those
   * before it, so that this is much longer than a send; a record that was lost in the service never
   * ends, and its partition commits nothing until a restart.
   */
  static final Duration LONGEST_FOR_A_RECORD = Duration.ofMinutes(5);

  private long seenProgress;
  private long progressAt;

  WorkProgress(long now) {
    progressAt = now;
  }

  /**
   * Returns what is wrong, as a clause that continues "it ...".
   *
   * @param progress a number that changes whenever a record is done
   * @param activity the records that should make progress
   */
  Optional<String> trouble(long progress, WindowListener.Activity activity, long now) {
    if (progress != seenProgress || activity.records() == 0) {
      seenProgress = progress;
      progressAt = now;
    } else if (now - progressAt > LONGEST_WITHOUT_COMPLETION.toNanos()) {
      return Optional.of(
          "works on %d records and has finished none for %d s"
              .formatted(activity.records(), Duration.ofNanos(now - progressAt).toSeconds()));
    }
    if (activity.records() > 0 && activity.nanos() > LONGEST_FOR_A_RECORD.toNanos()) {
      return Optional.of(
          "has worked on the record at offset %d of %s for %d s"
              .formatted(
                  activity.offset(),
                  activity.partition(),
                  Duration.ofNanos(activity.nanos()).toSeconds()));
    }
    return Optional.empty();
  }
}
