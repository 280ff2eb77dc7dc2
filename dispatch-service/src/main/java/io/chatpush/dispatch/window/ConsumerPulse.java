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
  private volatile @Nullable Membership membership;
  private volatile long joiningSince = System.nanoTime();
  private volatile int failures;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable Throwable broken;
  private volatile int commitFailures;
  private volatile @Nullable Exception commitFailure;

  /**
   * The consumer is a member of its group.
   *
   * @param id by which the broker knows it
   * @param sinceNanos when it was first seen to be that member, as {@link System#nanoTime}
   */
  record Membership(String id, long sinceNanos) {}

  /** A poll has begun or has ended. */
  void beats() {
    lastAt = System.nanoTime();
  }

  /**
   * A poll has ended well.
   *
   * @param memberId the consumer's id in its group; {@code null} while it is not a member
   */
  void polled(@Nullable String memberId) {
    lastAt = System.nanoTime();
    if (failures != 0) {
      failures = 0;
      failure = null;
    }
    Membership before = membership;
    if (memberId == null) {
      leaves();
    } else if (before == null || !before.id().equals(memberId)) {
      membership = new Membership(memberId, System.nanoTime());
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
    leaves();
    return ++failures;
  }

  private void leaves() {
    if (membership != null) {
      membership = null;
      joiningSince = System.nanoTime();
    }
  }

  /** How long the consumer, if it is not a member of its group, has not been one. */
  Duration joining() {
    return Duration.ofNanos(System.nanoTime() - joiningSince);
  }

  /** The consumer cannot do its work any more, although its thread lives. */
  void breaks(Throwable why) {
    if (broken == null) {
      broken = why;
    }
  }

  /** Why the consumer cannot do its work any more; {@code null} if it can. */
  @Nullable Throwable broken() {
    return broken;
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

  /** Its membership after its last poll; {@code null} if it is not a member of its group. */
  @Nullable Membership membership() {
    return membership;
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
