package io.chatpush.supervision;

import io.chatpush.supervision.Condition.Ended;
import io.chatpush.supervision.Condition.NotRunning;
import io.chatpush.supervision.Condition.Starting;
import io.chatpush.supervision.Condition.Stuck;
import io.chatpush.supervision.Condition.Working;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One part and what the supervisor concludes about it:
 *
 * <pre>
 *                  stuck for longer than the grace, or ended
 *   WORKING ------------------------------------------------------> HEALING
 *    ^  ^  ^                                                        |  ^  |
 *    |  |  '------------------ it works again ----------------------'  |  | broken for longer than
 *    |  |                                        the cause is gone     |  | giveUpAfter, or restarted
 *    |  |    it works again          an outside cause is found         |  | too often
 *    |  '--------------------- BLOCKED <-------------------------------'  v
 *    '------------------------ it works again -------------------------- FAILED
 * </pre>
 *
 * A part that reports that it is starting changes no state, so that it "works again" only once it
 * does. In HEALING and FAILED the part is restarted again and again, with the grace as the least
 * time between two restarts. In BLOCKED only a part that has ended is restarted, so that it works
 * as soon as the cause is gone. The question for the cause and the restart run on an executor, one
 * at a time, because they block. Thread-safe.
 */
final class SupervisedPart {

  private static final Logger log = LoggerFactory.getLogger(SupervisedPart.class);

  /** A part that works for this long starts afresh: earlier restarts are forgotten. */
  private static final long STREAK_ENDS_AFTER = Duration.ofMinutes(2).toNanos();

  /** A part that breaks this often in one streak has failed, even if it works in between. */
  private static final int BREAKS_LIMIT = 6;

  /** The pause before a part that has ended again is restarted again. */
  private static final long SOON = Duration.ofSeconds(5).toNanos();

  /** A blocked part is looked at again after this time at the latest. */
  private static final long LONGEST_PAUSE = Duration.ofSeconds(15).toNanos();

  private final Supervised part;
  private final Executor executor;
  private final SupervisionMeters meters;
  private final long grace;
  private final long giveUpAfter;

  private PartState state = PartState.NOT_RUNNING;
  private String reason = "";
  private long stateSince;
  private @Nullable Long stuckSince;
  private @Nullable Long brokenSince;
  private long nextAttempt;
  private @Nullable Long attemptSince;
  private volatile boolean restartFailed;
  private int restarts;
  private int breaks;

  SupervisedPart(
      Supervised part,
      Executor executor,
      SupervisionMeters meters,
      SupervisionProperties properties,
      long now) {
    this.part = part;
    this.executor = executor;
    this.meters = meters;
    grace = properties.grace().toNanos();
    giveUpAfter = properties.giveUpAfter().toNanos();
    stateSince = now;
  }

  String name() {
    return part.name();
  }

  synchronized PartState state() {
    return state;
  }

  /** Why the part does not work, as a whole sentence without its full stop; empty while it does. */
  synchronized Optional<String> trouble() {
    return switch (state) {
      case NOT_RUNNING, WORKING -> Optional.empty();
      case HEALING -> Optional.of(name() + " is being restarted: it " + reason);
      case BLOCKED -> Optional.of(name() + " is blocked: " + reason);
      case FAILED ->
          Optional.of(name() + " does not work, restarting it did not help: it " + reason);
    };
  }

  /**
   * Looks at the part and begins what is due.
   *
   * @param now in nanoseconds of a clock that never jumps
   */
  synchronized void look(long now) {
    switch (conditionOf(part)) {
      case NotRunning _ -> works(PartState.NOT_RUNNING, now);
      case Starting _ -> starts(now);
      case Working _ -> works(PartState.WORKING, now);
      case Stuck(String why) -> {
        if (stuckSince == null) {
          stuckSince = now;
        }
        if (brokenSince != null || now - stuckSince >= grace) {
          broken(why, false, now);
        }
      }
      case Ended(String why) -> broken(why, true, now);
    }
  }

  private static Condition conditionOf(Supervised part) {
    try {
      return part.condition();
    } catch (RuntimeException e) {
      return new Stuck("cannot report its condition (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void starts(long now) {
    if (brokenSince == null && stuckSince == null) {
      works(PartState.WORKING, now);
    }
  }

  private void works(PartState now, long at) {
    stuckSince = null;
    brokenSince = null;
    if (state != now) {
      change(now, "", at);
    } else if (breaks > 0 && at - stateSince >= STREAK_ENDS_AFTER) {
      breaks = 0;
    }
  }

  private void broken(String why, boolean ended, long now) {
    if (brokenSince == null) {
      brokenSince = now;
      nextAttempt = now;
      restarts = 0;
      restartFailed = false;
      breaks++;
    }
    if (state != PartState.BLOCKED) {
      boolean hopeless =
          breaks > BREAKS_LIMIT || (restarts > 0 && now - brokenSince >= giveUpAfter);
      boolean hangs = attemptSince != null && now - attemptSince >= giveUpAfter;
      change(hopeless || hangs ? PartState.FAILED : PartState.HEALING, why, now);
    }
    if (ended && state != PartState.BLOCKED && now + SOON < nextAttempt) {
      // What has ended again needs no time to show whether it works.
      nextAttempt = now + SOON;
    }
    if (attemptSince == null && now - nextAttempt >= 0) {
      attemptSince = now;
      executor.execute(() -> attempt(why, ended));
    }
  }

  /** Asks for an outside cause, and restarts the part if that may help. */
  private void attempt(String why, boolean ended) {
    Optional<String> cause = Optional.empty();
    boolean restart = true;
    try {
      cause = cause();
      restart = cause.isEmpty() || ended;
      if (restart) {
        meters.restarted(name());
        part.heal();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // An Error, too, such as a thread that cannot be created: without the next attempt the part
      // would stay as it is, permanently.
      if (!restartFailed) {
        restartFailed = true;
        log.warn("{} could not be restarted: {}", name(), e.toString());
      }
    } finally {
      attempted(why, cause, restart);
    }
  }

  private Optional<String> cause() {
    try {
      return part.outsideCause();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private synchronized void attempted(String why, Optional<String> cause, boolean restarted) {
    long now = meters.now();
    attemptSince = null;
    if (brokenSince == null) {
      return;
    }
    if (restarted && cause.isEmpty()) {
      restarts++;
    }
    nextAttempt = now + (cause.isPresent() ? Math.min(grace, LONGEST_PAUSE) : grace);
    if (cause.isPresent()) {
      change(PartState.BLOCKED, cause.get() + "; it " + why, now);
    } else if (state == PartState.BLOCKED) {
      // The cause is gone, and its time does not count.
      brokenSince = now;
      change(PartState.HEALING, why, now);
    }
  }

  private void change(PartState to, String why, long now) {
    reason = why;
    if (state == to) {
      return;
    }
    PartState before = state;
    long seconds = Duration.ofNanos(now - stateSince).toSeconds();
    state = to;
    stateSince = now;
    meters.changed(name(), to);
    switch (to) {
      case NOT_RUNNING -> log.debug("{} is stopped", name());
      case WORKING -> {
        if (before != PartState.NOT_RUNNING) {
          log.info("{} works again, it was {} for {} s", name(), before, seconds);
        }
      }
      case HEALING -> log.warn("{} does not work and is being restarted: it {}", name(), why);
      case BLOCKED -> log.error("{} is blocked, and no restart can help: {}", name(), why);
      case FAILED ->
          log.error(
              "{} does not work and restarting it did not help: it {}. Liveness fails now",
              name(),
              why);
    }
  }
}
