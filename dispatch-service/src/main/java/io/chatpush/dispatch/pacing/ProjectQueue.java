package io.chatpush.dispatch.pacing;

import io.chatpush.dispatch.pacing.Verdict.Failing;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
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

  private final Line direct = new Line();
  private final Line bulk = new Line();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder sends = new LongAdder();

  private double bulkCredit;
  private volatile long quotaAt;
  private long bulkQuotaAt;

  /**
   * The pushes that wait in one lane, and their number, which a deque would have to count. The
   * number follows the deque a moment later, so that it decides nothing.
   */
  private static final class Line {
    private final Deque<Sending> sendings = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();

    boolean isEmpty() {
      return sendings.isEmpty();
    }
  }

  /** A push whose turn it is. */
  record Next(Sending sending, Lane lane, int epoch, boolean probe) {}

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
    Line line = line(lane);
    line.sendings.addLast(sending);
    line.size.incrementAndGet();
  }

  /** It has waited before: it goes first. */
  void addAgain(Sending sending, Lane lane) {
    Line line = line(lane);
    line.sendings.addFirst(sending);
    line.size.incrementAndGet();
  }

  /**
   * When {@link #next} is worth asking: now, later, or {@link Long#MAX_VALUE} as long as nothing
   * waits that may go.
   */
  long readyAt(long now, boolean bulkAllowed) {
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
    Line line = line(lane);
    Sending sending = line.sendings.pollFirst();
    if (sending == null) {
      throw new IllegalStateException("only one thread takes from a line, and it was not empty");
    }
    line.size.decrementAndGet();
    inFlight.incrementAndGet();
    int epoch = breaker.begin();
    return new Next(sending, lane, epoch, breaker.isProbe(epoch));
  }

  private static void dropUnwanted(Line line) {
    for (Sending first = line.sendings.peekFirst();
        first != null && !first.isWanted();
        first = line.sendings.peekFirst()) {
      line.sendings.removeFirstOccurrence(first);
      line.size.decrementAndGet();
    }
  }

  void withdrawn(int epoch) {
    inFlight.decrementAndGet();
    breaker.withdrawn(epoch);
  }

  void ended(int epoch, Verdict verdict, long now) {
    inFlight.decrementAndGet();
    sends.increment();
    quota.answered(verdict instanceof Failing failing && failing.throttled(), now);
    boolean nothingWaits = direct.isEmpty() && bulk.isEmpty();
    Breaker.State changed = breaker.ended(epoch, verdict, nothingWaits, now);
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

  boolean pauseAtLeast(Duration wait, long now) {
    return breaker.pauseAtLeast(wait, now);
  }

  void probeSoon(long now) {
    if (breaker.probeSoon(now)) {
      log.info("pushes of Firebase project {} are tried again now", project.id());
    }
  }

  boolean isHeldUp(long now) {
    return quotaAt > now || breaker.state() != Breaker.State.CLOSED;
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

  /** Sends that have ended, as FCM counts them against the quota. */
  long sends() {
    return sends.sum();
  }

  int waiting(Lane lane) {
    return Math.max(0, line(lane).size.get());
  }

  Breaker.State state() {
    return breaker.state();
  }

  double ratePerSecond(long now) {
    return quota.ratePerSecond(now);
  }

  private Line line(Lane lane) {
    return switch (lane) {
      case DIRECT -> direct;
      case BULK -> bulk;
    };
  }
}
