package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.push.AppLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says when the events of one app may begin, so that no more begin than its limit allows. It is the
 * generic cell rate algorithm (GCRA) with one bucket for each of the three rates. A bucket is known
 * by one time, at which it would be full again: what an event takes moves that time on by {@code
 * amount / rate}, and an event may begin at the first moment when the bucket holds what it takes.
 *
 * <p>An event that must wait takes its place at once, and the next one comes behind it. So in any
 * window of T seconds, of the moments at which events may begin, no more than {@code rate x T +
 * burst} begins. An event that is larger than the burst may begin when the bucket is full; the
 * bucket is then in debt, and the bound is {@code rate x T} and the largest event. An event that
 * may not begin in time takes no place: the backlog is bounded by {@code rate x hold}.
 *
 * <p>Time is that of a clock that does not jump. Thread-safe.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-I.371">ITU-T I.371, section on the GCRA</a>
 */
final class Shaper {

  /** What {@link #admit} returns for an event that may not begin in time. */
  static final long NEVER = -1;

  /**
   * The longest time for which one event fills a bucket. It keeps the sums within a {@code long},
   * and is no shorter than any hold.
   */
  private static final double LONGEST = Duration.ofDays(1).toNanos();

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** One rate. */
  private static final class Bucket {
    private final double perSecond;
    private long fullAt;

    private Bucket(double perSecond, long now) {
      this.perSecond = perSecond;
      fullAt = now;
    }

    /** How long the bucket takes to get back what an event takes from it. */
    private long cost(long amount, double share) {
      return (long) Math.ceil(Math.min(LONGEST, amount * SECOND / (perSecond * share)));
    }

    private long beginsAt(long now, long cost, long burst) {
      return Math.max(now, Math.max(fullAt, now) + Math.min(cost, burst) - burst);
    }
  }

  private final Bucket[] buckets;
  private final int[] measures;
  private final long burst;
  private final long hold;

  Shaper(AppLimit limit, long now) {
    long[] rates = {limit.eventsPerSecond(), limit.recipientsPerSecond(), limit.bytesPerSecond()};
    List<Bucket> limited = new ArrayList<>();
    List<Integer> theirs = new ArrayList<>();
    for (int measure = 0; measure < rates.length; measure++) {
      if (rates[measure] > 0) {
        limited.add(new Bucket(rates[measure], now));
        theirs.add(measure);
      }
    }
    buckets = limited.toArray(Bucket[]::new);
    measures = theirs.stream().mapToInt(Integer::intValue).toArray();
    burst = limit.burst().toNanos();
    hold = limit.hold().toNanos();
  }

  /**
   * Takes the place of one event.
   *
   * @param share the part of the limit that is this instance's, more than zero
   * @param longest the longest that the event may wait, in nanoseconds
   * @return how many nanoseconds the event must wait, zero if it need not, or {@link #NEVER}
   */
  synchronized long admit(int recipients, long bytes, double share, long longest, long now) {
    long[] amounts = {1, recipients, bytes};
    long[] costs = new long[buckets.length];
    long beginsAt = now;
    for (int i = 0; i < buckets.length; i++) {
      costs[i] = buckets[i].cost(amounts[measures[i]], share);
      beginsAt = Math.max(beginsAt, buckets[i].beginsAt(now, costs[i], burst));
    }
    long wait = beginsAt - now;
    if (wait > 0 && wait > Math.min(hold, longest)) {
      return NEVER;
    }
    for (int i = 0; i < buckets.length; i++) {
      // From the moment at which the event begins, which another bucket may have put off.
      buckets[i].fullAt = Math.max(buckets[i].fullAt, beginsAt) + costs[i];
    }
    return wait;
  }
}
