package io.chatpush.dispatch.pacing;

import io.chatpush.dispatch.pacing.Verdict.Failing;
import io.chatpush.dispatch.pacing.Verdict.Healthy;
import io.chatpush.dispatch.pacing.Verdict.Unreachable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pauses a project whose sends do not work, and finds out whether they do again.
 *
 * <p>It opens when more than half of about the last fifty sends failed, when there was nothing but
 * failures for 30 s, or when two in a row did not get to FCM. When the pause is over a few sends
 * are let through; if they all work it closes, if one does not the next pause is twice as long. If
 * fewer than these wait, it closes when all that there were have worked.
 *
 * <p>A send is told by its epoch: an answer that belongs to the time before the pause says nothing
 * about now. Thread-safe.
 */
final class Breaker {

  /** Weight of one answer in the average: of about the last fifty. */
  private static final double FAILING_WEIGHT = 0.02;

  private static final double UNREACHABLE_WEIGHT = 0.3;
  private static final double TOO_MANY = 0.5;

  /** An installation that sends little would take hours to fail fifty times. */
  private static final int FEW = 5;

  private static final long LONG_ENOUGH = Duration.ofSeconds(30).toNanos();

  /** Whatever FCM asks for, an hour later it is asked again. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Then every pause is the longest, and more would overflow. */
  private static final int MOST_DOUBLINGS = 20;

  /** What a project's sends may do. */
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final long openFor;
  private final long maximumOpen;
  private final int probes;

  private State state = State.CLOSED;
  private int epoch;
  private double failing;
  private int failures;
  private long failingSince;
  private long askedUntil;
  private int pauses;
  private long openUntil;
  private boolean unreachable;
  private int probesBegun;
  private int probesHealthy;

  Breaker(Duration openFor, Duration maximumOpen, int probes) {
    this.openFor = openFor.toNanos();
    this.maximumOpen = maximumOpen.toNanos();
    this.probes = probes;
  }

  /** When a send may begin: now, later, or {@link Long#MAX_VALUE} if a probe must end first. */
  synchronized long admissibleAt(long now) {
    return switch (state) {
      case CLOSED -> now;
      case OPEN -> Math.max(now, openUntil);
      case HALF_OPEN -> probesBegun < probes ? now : Long.MAX_VALUE;
    };
  }

  /** A send begins, having been admitted. Returns its epoch. */
  synchronized int begin() {
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
      epoch++;
      probesBegun = 0;
      probesHealthy = 0;
    }
    probesBegun++;
    return epoch;
  }

  /** Whether a send of that epoch was let through to find out whether sends work again. */
  synchronized boolean isProbe(int sendEpoch) {
    return state == State.HALF_OPEN && sendEpoch == epoch;
  }

  /** A send that had begun came to nothing by our own doing. */
  synchronized void withdrawn(int sendEpoch) {
    if (sendEpoch == epoch) {
      probesBegun--;
    }
  }

  /**
   * A send ended.
   *
   * @param nothingWaits whether no other push waits for its turn
   * @return the state, if this changed it, else {@code null}
   */
  synchronized @Nullable State ended(
      int sendEpoch, Verdict verdict, boolean nothingWaits, long now) {
    if (sendEpoch != epoch) {
      return null;
    }
    return switch (verdict) {
      case Healthy() -> healthy(nothingWaits);
      case Failing(_, _, Duration retryAfter) ->
          failed(FAILING_WEIGHT, retryAfter == null ? 0 : nanos(retryAfter), false, now);
      case Unreachable(_) -> failed(UNREACHABLE_WEIGHT, 0, true, now);
    };
  }

  private @Nullable State healthy(boolean nothingWaits) {
    failures = 0;
    failing -= failing * FAILING_WEIGHT;
    if (state != State.HALF_OPEN) {
      return null;
    }
    probesHealthy++;
    boolean allHaveWorked = nothingWaits && probesHealthy == probesBegun;
    if (probesHealthy < probes && !allHaveWorked) {
      return null;
    }
    state = State.CLOSED;
    epoch++;
    failing = 0;
    pauses = 0;
    return state;
  }

  private @Nullable State failed(double weight, long asked, boolean unreached, long now) {
    if (failures++ == 0) {
      failingSince = now;
      askedUntil = now;
    }
    askedUntil = Math.max(askedUntil, now + asked);
    failing += (1 - failing) * weight;
    boolean nothingButFailures = failures >= FEW && now - failingSince >= LONG_ENOUGH;
    if (state == State.CLOSED && failing <= TOO_MANY && !nothingButFailures) {
      return null;
    }
    long pause = Math.min(maximumOpen, openFor << Math.min(pauses, MOST_DOUBLINGS));
    openUntil = Math.max(askedUntil, now + pause);
    unreachable = unreached;
    pauses++;
    epoch++;
    state = State.OPEN;
    return state;
  }

  /**
   * A push that failed with its project may wait for the end of the pause, which is made as long as
   * the push must wait. Those that were in flight when the pause began come back during it, so it
   * grows by no more than a send lasts.
   *
   * @return false if there is no pause, or an hour would not do
   */
  synchronized boolean pauseAtLeast(Duration wait, long now) {
    if (state != State.OPEN || wait.compareTo(LONGEST) > 0) {
      return false;
    }
    askedUntil = Math.max(askedUntil, now + wait.toNanos());
    openUntil = Math.max(openUntil, askedUntil);
    return true;
  }

  /**
   * What kept sends from getting to FCM is over, somebody says: a pause for that reason ends now,
   * or when the last ends who must wait. One that FCM's answers led to does not.
   *
   * @return whether there was such a pause
   */
  synchronized boolean probeSoon(long now) {
    if (state != State.OPEN || !unreachable) {
      return false;
    }
    openUntil = Math.min(openUntil, Math.max(askedUntil, now));
    return true;
  }

  /** How long the pause still lasts; zero if there is none. */
  synchronized Duration pausedFor(long now) {
    return state == State.OPEN ? Duration.ofNanos(Math.max(0, openUntil - now)) : Duration.ZERO;
  }

  synchronized State state() {
    return state;
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
  }
}
