package io.chatpush.dispatch.pacing;

import io.chatpush.dispatch.pacing.Verdict.Failing;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to one project, in two lanes, and whether it may. {@link #next} is called
 * by one thread at a time, the others by any.
 */
final class ProjectQueue {

  private static final Logger log = LoggerFactory.getLogger(ProjectQueue.class);

  private final Project project;
  private final Breaker breaker;
  private final Quota quota;
  private final double directReserve;
  private final double creditPerDirect;

  private final Deque<Sending> direct = new ConcurrentLinkedDeque<>();
  private final Deque<Sending> bulk = new ConcurrentLinkedDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  private double bulkCredit;
  private long quotaAt;
  private long bulkQuotaAt;

  /** A push whose turn it is. */
  record Next(Sending sending, Lane lane, int epoch) {}

  ProjectQueue(Project project, PacingProperties properties, long now) {
    this.project = project;
    breaker = new Breaker(properties.openFor(), properties.maximumOpen(), properties.probes());
    quota = new Quota(project.quotaPerMinute(), properties.ramp(), now);
    directReserve = properties.directReserve();
    creditPerDirect = properties.bulkShare() / (1 - properties.bulkShare());
    quotaAt = now;
    bulkQuotaAt = now;
  }

  void add(Sending sending, Lane lane) {
    queue(lane).addLast(sending);
    waiting.incrementAndGet();
  }

  /** It has waited before: it goes first. */
  void addAgain(Sending sending, Lane lane) {
    queue(lane).addFirst(sending);
    waiting.incrementAndGet();
  }

  /**
   * When {@link #next} is worth asking: now, later, or {@link Long#MAX_VALUE} as long as nothing
   * waits that may go.
   */
  long readyAt(long now, boolean bulkAllowed) {
    if (waiting.get() == 0) {
      return Long.MAX_VALUE;
    }
    long at =
        Math.min(
            direct.isEmpty() ? Long.MAX_VALUE : quotaAt,
            bulk.isEmpty() || !bulkAllowed ? Long.MAX_VALUE : Math.max(quotaAt, bulkQuotaAt));
    return at == Long.MAX_VALUE ? at : Math.max(at, breaker.admissibleAt(now));
  }

  /** The next push, with all that it takes taken for it; {@code null} if none may go now. */
  @Nullable Next next(long now, boolean bulkAllowed) {
    dropUnwanted(direct);
    if (bulkAllowed) {
      dropUnwanted(bulk);
    }
    boolean bulkWaits = bulkAllowed && !bulk.isEmpty();
    boolean bulksTurn = bulkWaits && bulkCredit >= 1;
    Lane lane = !direct.isEmpty() && !bulksTurn ? Lane.DIRECT : Lane.BULK;
    if (lane == Lane.BULK && (!bulkWaits || (!bulksTurn && bulkQuotaAt > now))) {
      return null;
    }
    double reserve = lane == Lane.BULK && !bulksTurn ? directReserve : 0;
    long granted = quota.take(now, reserve);
    if (granted > now) {
      if (reserve > 0) {
        bulkQuotaAt = granted;
      } else {
        quotaAt = granted;
      }
      return null;
    }
    if (lane == Lane.BULK) {
      bulkCredit = Math.max(0, bulkCredit - 1);
    } else if (bulkWaits) {
      bulkCredit += creditPerDirect;
    }
    Sending sending = queue(lane).pollFirst();
    if (sending == null) {
      return null;
    }
    waiting.decrementAndGet();
    inFlight.incrementAndGet();
    return new Next(sending, lane, breaker.begin());
  }

  private void dropUnwanted(Deque<Sending> queue) {
    for (Sending first = queue.peekFirst();
        first != null && !first.isWanted();
        first = queue.peekFirst()) {
      if (queue.removeFirstOccurrence(first)) {
        waiting.decrementAndGet();
      }
    }
  }

  void withdrawn(int epoch) {
    inFlight.decrementAndGet();
    breaker.withdrawn(epoch);
  }

  void ended(int epoch, Verdict verdict, long now) {
    inFlight.decrementAndGet();
    quota.answered(verdict instanceof Failing failing && failing.throttled(), now);
    Breaker.State changed = breaker.ended(epoch, verdict, now);
    switch (changed) {
      case null -> {}
      case OPEN ->
          log.warn(
              "pushes of Firebase project {} are paused for {} s: {}",
              project.id(),
              breaker.pausedFor(now).toSeconds(),
              code(verdict));
      case CLOSED -> {
        quota.ramp(now);
        log.info("pushes of Firebase project {} go on", project.id());
      }
      case HALF_OPEN -> {}
    }
  }

  private static String code(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Healthy() -> "OK";
      case Failing(String code, _, _) -> code;
      case Verdict.Unreachable(String code) -> code;
    };
  }

  boolean isPausedFor(Duration wait, long now) {
    return breaker.isPausedFor(wait, now);
  }

  void share(double share, long now) {
    quota.share(share, now);
  }

  Project project() {
    return project;
  }

  int inFlight() {
    return inFlight.get();
  }

  int waiting() {
    return waiting.get();
  }

  Breaker.State state() {
    return breaker.state();
  }

  double ratePerSecond(long now) {
    return quota.ratePerSecond(now);
  }

  private Deque<Sending> queue(Lane lane) {
    return switch (lane) {
      case DIRECT -> direct;
      case BULK -> bulk;
    };
  }
}
