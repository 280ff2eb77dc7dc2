package io.chatpush.dispatch.window;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer's own thread last did, for those who watch it. Written by that thread, read by
 * any.
 */
final class ConsumerPulse {

  /** Less is a busy machine, not a failure. */
  private static final int FAILURES_IN_A_ROW = 3;

  private volatile long lastAt = System.nanoTime();
  private volatile boolean member;
  private volatile int failures;
  private volatile @Nullable RuntimeException failure;
  private volatile int commitFailures;
  private volatile @Nullable Exception commitFailure;

  /** A poll has begun or has ended. */
  void beats() {
    lastAt = System.nanoTime();
  }

  /**
   * A poll has ended well.
   *
   * @param isMember whether the consumer is a member of its group
   */
  void polled(boolean isMember) {
    lastAt = System.nanoTime();
    if (failures != 0) {
      failures = 0;
      failure = null;
    }
    if (member != isMember) {
      member = isMember;
    }
  }

  /**
   * A poll has thrown.
   *
   * @return the number of polls in a row that have
   */
  // Written by the one thread of the consumer.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  int failed(RuntimeException thrown) {
    lastAt = System.nanoTime();
    failure = thrown;
    member = false;
    return ++failures;
  }

  /**
   * A commit has ended.
   *
   * @param thrown why it failed; {@code null} if it did not
   */
  // Written by the one thread of the consumer.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void committed(@Nullable Exception thrown) {
    if (thrown != null) {
      commitFailure = thrown;
      commitFailures++;
    } else if (commitFailures != 0) {
      commitFailures = 0;
      commitFailure = null;
    }
  }

  /** How long the thread has neither begun nor ended a poll. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastAt);
  }

  /** Whether the consumer was a member of its group after its last poll. */
  boolean isMember() {
    return member;
  }

  /** Why polls fail; {@code null} while they do not, or not often enough to tell. */
  @Nullable RuntimeException pollFailure() {
    return failures >= FAILURES_IN_A_ROW ? failure : null;
  }

  /** The failure of the last poll or commit; {@code null} if that one did not fail. */
  @Nullable Exception lastFailure() {
    RuntimeException ofPoll = failure;
    return ofPoll == null ? commitFailure : ofPoll;
  }

  /** Why commits fail; {@code null} while they do not, or not often enough to tell. */
  @Nullable Exception commitFailure() {
    return commitFailures >= FAILURES_IN_A_ROW ? commitFailure : null;
  }
}
