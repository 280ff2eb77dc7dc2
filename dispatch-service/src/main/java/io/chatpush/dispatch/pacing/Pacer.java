package io.chatpush.dispatch.pacing;

import io.chatpush.events.Lane;
import io.chatpush.service.RateLimitedLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Says to every push when its turn is. Of the projects that may send, the one with the least in
 * flight is next, so that a slow one does not take the others' place; within a project direct goes
 * before bulk, and within a lane the apps that share the project take turns, so that none of them
 * uses up its quota.
 *
 * <p>Nothing is lost or refused here: what may not go waits, as long as the windows of the
 * consumers let it be handed over. Thread-safe and without blocking: whoever ends a send begins the
 * next.
 */
public final class Pacer {

  /**
   * A rate of thousands a second is met by waking up for some tens at once; they share a write to
   * the socket then.
   */
  private static final long SHORTEST_WAIT = Duration.ofMillis(5).toNanos();

  private static final RateLimitedLog failures =
      new RateLimitedLog(LoggerFactory.getLogger(Pacer.class), Clock.systemUTC());

  private final PacingProperties properties;
  private final int bulkLimit;
  private final LongSupplier nanoTime;
  private final BiConsumer<Duration, Runnable> alarm;
  private final PacingMeters meters;

  private final Map<String, ProjectQueue> queues = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger bulkInFlight = new AtomicInteger();
  private final AtomicInteger beginners = new AtomicInteger();
  private volatile double share = 1;
  private long wakeAt;

  /**
   * @param nanoTime a clock that does not jump
   * @param alarm runs something once after a while, on a thread of its own
   */
  Pacer(
      PacingProperties properties,
      LongSupplier nanoTime,
      BiConsumer<Duration, Runnable> alarm,
      PacingMeters meters) {
    this.properties = properties;
    this.bulkLimit = (int) Math.max(1, properties.maxInFlight() * (1 - properties.directReserve()));
    this.nanoTime = nanoTime;
    this.alarm = alarm;
    this.meters = meters;
    wakeAt = nanoTime.getAsLong();
  }

  /** Gives the push its turn, now or when it comes. */
  public void submit(Project project, Lane lane, Sending sending) {
    queue(project).add(sending, lane);
    beginNext();
  }

  /** As {@link #submit}, for a push that had its turn before: it goes first of its app's. */
  public void submitAgain(Project project, Lane lane, Sending sending) {
    queue(project).addAgain(sending, lane);
    beginNext();
  }

  /**
   * Makes a pause of the project last at least that long from now.
   *
   * @return false if it is not paused, or that is too long
   */
  public boolean pauseAtLeast(Project project, Duration wait) {
    return queue(project).pauseAtLeast(wait, nanoTime.getAsLong());
  }

  /**
   * The project may have new credentials: if it is paused because none of its sends got to FCM,
   * some are tried now.
   */
  public void probeSoon(Project project) {
    queue(project).probeSoon(nanoTime.getAsLong());
    beginNext();
  }

  /** Whether the project is paused, or at its quota. */
  public boolean isHeldUp(Project project) {
    return queue(project).isHeldUp(nanoTime.getAsLong());
  }

  /** How many pushes of the project wait here for their turn. */
  public int waiting(Project project, Lane lane) {
    return queue(project).waiting(lane);
  }

  /**
   * This instance's part of every project's quota: the part that it has of the partitions, so that
   * all instances together have one.
   */
  public void share(double newShare) {
    share = newShare;
    long now = nanoTime.getAsLong();
    queues.values().forEach(queue -> queue.share(newShare, now));
    beginNext();
  }

  /** Sends that wait for an answer, of all projects. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Makes the project known, so that it is seen before its first push. The quota of a known project
   * is from now on the one that is given here.
   */
  public void open(Project project) {
    queue(project).quota(project.quotaPerMinute(), nanoTime.getAsLong());
    beginNext();
  }

  private ProjectQueue queue(Project project) {
    ProjectQueue known = queues.get(project.id());
    return known != null ? known : queues.computeIfAbsent(project.id(), _ -> opened(project));
  }

  private ProjectQueue opened(Project project) {
    long now = nanoTime.getAsLong();
    ProjectQueue queue = new ProjectQueue(project, properties, now);
    queue.share(share, now);
    meters.watch(queue);
    return queue;
  }

  void ended(ProjectQueue queue, Lane lane, int epoch, Verdict verdict) {
    queue.ended(epoch, verdict, nanoTime.getAsLong());
    released(lane);
  }

  void withdrawn(ProjectQueue queue, Lane lane, int epoch) {
    queue.withdrawn(epoch);
    released(lane);
  }

  private void released(Lane lane) {
    if (lane == Lane.BULK) {
      bulkInFlight.decrementAndGet();
    }
    inFlight.decrementAndGet();
    beginNext();
  }

  /**
   * One thread at a time begins sends, for all who ask: a send that ends at once must not nest the
   * next in itself.
   */
  private void beginNext() {
    if (beginners.getAndIncrement() != 0) {
      return;
    }
    int asked = 1;
    do {
      try {
        beginAll();
      } catch (RuntimeException | Error e) {
        // Thrown on, it would leave the count of those who ask as it is, and nothing would ever be
        // sent again. The next who asks goes on.
        failures.error("begin", "A push could not be given its turn", e);
      }
      asked = beginners.addAndGet(-asked);
    } while (asked != 0);
  }

  private void beginAll() {
    while (inFlight.get() < properties.maxInFlight()) {
      long now = nanoTime.getAsLong();
      boolean bulkAllowed = bulkInFlight.get() < bulkLimit;
      ProjectQueue first = null;
      long readyAt = Long.MAX_VALUE;
      for (ProjectQueue queue : queues.values()) {
        long at = queue.readyAt(now, bulkAllowed);
        readyAt = Math.min(readyAt, at);
        if (at <= now && (first == null || queue.inFlight() < first.inFlight())) {
          first = queue;
        }
      }
      if (first == null) {
        wakeAt(readyAt, now);
        return;
      }
      ProjectQueue.Next next = first.next(now, bulkAllowed);
      if (next != null) {
        inFlight.incrementAndGet();
        if (next.lane() == Lane.BULK) {
          bulkInFlight.incrementAndGet();
        }
        begin(next, new Turn(this, first, next.lane(), next.epoch(), next.probe()));
      }
    }
  }

  private static void begin(ProjectQueue.Next next, Turn turn) {
    try {
      next.sending().begin(turn);
    } catch (RuntimeException | Error e) {
      turn.withdraw();
      throw e;
    }
  }

  private void wakeAt(long readyAt, long now) {
    if (readyAt == Long.MAX_VALUE) {
      // Nobody waits, or only for a send to end, which asks again.
      return;
    }
    long at = Math.max(readyAt, now + SHORTEST_WAIT);
    if (wakeAt <= now || wakeAt > at) {
      wakeAt = at;
      alarm.accept(Duration.ofNanos(at - now), this::beginNext);
    }
  }
}
