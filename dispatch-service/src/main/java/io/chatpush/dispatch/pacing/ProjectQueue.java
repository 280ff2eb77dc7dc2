package io.chatpush.dispatch.pacing;

import io.chatpush.dispatch.pacing.Verdict.Failing;
import io.chatpush.events.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes that wait for one project, in two lanes and by app, and its state. {@link #next} is
 * called by one thread at a time, the others by any.
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

  /** The pushes of one app that wait in one lane. */
  private record AppLine(int place, Deque<Sending> sendings) {}

  /**
   * The pushes that wait in one lane, and their number, which the deques would have to count. The
   * number follows them a moment later, so that it decides nothing.
   *
   * <p>The apps of the project take turns, one push each: a push costs as much of the quota as any
   * other. Apps are as many as are configured, and stay. To look at a few that have nothing to send
   * is cheaper than to keep a list of those that have.
   */
  private static final class Line {
    private final Map<String, AppLine> byApp = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile AppLine[] apps = {};

    /** The place of the app whose turn is next; of the thread that takes. */
    private int turn;

    void add(Sending sending, boolean first) {
      AppLine app = byApp.get(sending.appId());
      if (app == null) {
        app = opened(sending.appId());
      }
      if (first) {
        app.sendings.addFirst(sending);
      } else {
        app.sendings.addLast(sending);
      }
      size.incrementAndGet();
    }

    private synchronized AppLine opened(String appId) {
      AppLine known = byApp.get(appId);
      if (known != null) {
        return known;
      }
      AppLine[] more = Arrays.copyOf(apps, apps.length + 1);
      AppLine app = new AppLine(apps.length, new ConcurrentLinkedDeque<>());
      more[app.place] = app;
      // First to those who take, so that they see every push that is added.
      apps = more;
      byApp.put(appId, app);
      return app;
    }

    boolean isEmpty() {
      for (AppLine app : apps) {
        if (!app.sendings.isEmpty()) {
          return false;
        }
      }
      return true;
    }

    /** Returns the app that has the next turn and a push that is wanted, or {@code null}. */
    @Nullable AppLine next() {
      AppLine[] all = apps;
      for (int i = 0; i < all.length; i++) {
        AppLine app = all[(turn + i) % all.length];
        dropUnwanted(app.sendings);
        if (!app.sendings.isEmpty()) {
          return app;
        }
      }
      return null;
    }

    private void dropUnwanted(Deque<Sending> sendings) {
      for (Sending first = sendings.peekFirst();
          first != null && !first.isWanted();
          first = sendings.peekFirst()) {
        sendings.removeFirstOccurrence(first);
        size.decrementAndGet();
      }
    }

    Sending take(AppLine app) {
      Sending sending = app.sendings.pollFirst();
      if (sending == null) {
        throw new IllegalStateException("only one thread takes from a line, and it was not empty");
      }
      size.decrementAndGet();
      turn = app.place + 1;
      return sending;
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
    line(lane).add(sending, false);
  }

  /** It has waited before: it goes first of its app's. */
  void addAgain(Sending sending, Lane lane) {
    line(lane).add(sending, true);
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
    AppLine ofDirect = direct.next();
    AppLine ofBulk = bulkAllowed ? bulk.next() : null;
    boolean bulkWaits = ofBulk != null;
    boolean bulksTurn = bulkWaits && bulkCredit >= 1;
    Lane lane = ofDirect != null && !bulksTurn ? Lane.DIRECT : Lane.BULK;
    AppLine app = lane == Lane.DIRECT ? ofDirect : ofBulk;
    if (app == null || (lane == Lane.BULK && !bulksTurn && bulkQuotaAt > now)) {
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
    Sending sending = line(lane).take(app);
    inFlight.incrementAndGet();
    int epoch = breaker.begin();
    return new Next(sending, lane, epoch, breaker.isProbe(epoch));
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

  void quota(long perMinute, long now) {
    quota.perMinute(perMinute, now);
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
      case DIRECT, UNKNOWN -> direct;
      case BULK -> bulk;
    };
  }
}
