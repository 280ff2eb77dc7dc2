package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be done with dead letters.
 *
 * @param action what
 * @param filter to which
 * @param dryRun whether to count only
 * @param rate letters redriven in a second, at least 1
 * @param canary redriven pushes whose outcomes are waited for before the rest; 0 for none. Chat
 *     events have none: fan-out decides at once
 * @param force whether expired pushes are redriven too
 * @param expiresAt when those expire then; {@code null} for an hour from now
 * @param maxRedrives letters that were redriven so often are skipped
 * @param askedBy subject of the access token
 * @param asWritten the request as it came, for the record
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

  /** Letters in a second, where nobody asks for more or less. */
  static final int DEFAULT_RATE = 200;

  /** Pushes that go ahead. */
  static final int DEFAULT_CANARY = 100;

  /** How often a push may come back before somebody has to look at it. */
  static final int DEFAULT_MAX_REDRIVES = 3;

  /** What is done. */
  enum Action {
    REDRIVE,
    DISCARD
  }
}
