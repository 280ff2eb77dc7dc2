package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The request of a redrive or discard.
 *
 * @param action the kind of job
 * @param filter selects the dead letters
 * @param dryRun whether to count only
 * @param rate dead letters redriven in a second, at least 1
 * @param canary redriven pushes whose outcomes are waited for before the rest; 0 for none. Chat
 *     events have none: fan-out decides at once
 * @param force whether expired pushes are redriven, too
 * @param expiresAt when the expired pushes expire again; {@code null} for an hour from now
 * @param maxRedrives dead letters that were redriven this number of times are skipped
 * @param askedBy subject of the access token
 * @param asWritten the body of the request, which the actions record
 */
record JobRequest(
    Action action,
    DeadLetterFilter filter,
    boolean dryRun,
    int rate,
    int canary,
    boolean force,
    @Nullable Instant expiresAt,
    int maxRedrives,
    String askedBy,
    String asWritten) {

  /** Dead letters in a second, unless the request says something else. */
  static final int DEFAULT_RATE = 200;

  /** The pushes of a canary, unless the request says something else. */
  static final int DEFAULT_CANARY = 100;

  /** The redrives of one push after which an operator has to look at it. */
  static final int DEFAULT_MAX_REDRIVES = 3;

  /** The kinds of jobs. */
  enum Action {
    REDRIVE,
    DISCARD
  }
}
