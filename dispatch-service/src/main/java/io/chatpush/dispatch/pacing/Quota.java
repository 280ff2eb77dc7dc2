package io.chatpush.dispatch.pacing;

import java.time.Duration;

/**
 * How many sends a project may begin: a bucket of tokens that never lets more than the quota begin
 * in any 60 s, by this instance's share of it.
 *
 * <p>In any window no more can begin than what the bucket holds at its start and what drips in
 * during it, so {@code capacity + 60 s x rate} is kept below the quota; half a percent of it is
 * left for sends that begin in one window and reach FCM in the next. The bucket is empty at first:
 * what an instance that was killed had spent is not spent again.
 *
 * <p>A rate that FCM finds too high is lowered, and rises again over the ramp; so it does at the
 * start. Thread-safe.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: ramp up over 60 s
 *     or more</a>
 */
final class Quota {

  /** So much can be spent at once. */
  private static final double CAPACITY = 0.005;

  /** Left for what is on its way. */
  private static final double MARGIN = 0.005;

  /** With less, the reserve of the direct lane would leave nothing for the other. */
  private static final double LEAST_CAPACITY = 2;

  private static final double RAMP_FROM = 0.1;
  private static final double LEAST_FACTOR = 0.05;
  private static final double NARROWING = 0.7;
  private static final long NARROW_EVERY = Duration.ofSeconds(1).toNanos();

  /** More than this part of the answers must be refusals for a project to be over its quota. */
  private static final double REFUSED = 0.1;

  /** Answers over which that part is averaged. */
  private static final double AVERAGED = 100;

  /** Whoever must wait asks again no later than this: its share may have grown. */
  private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  private final long ramp;

  private long perMinute;
  private double share = 1;
  private double tokens;
  private long filledAt;
  private double factor = RAMP_FROM;
  private long factorSince;
  private double refused;
  private long narrowedAt;

  Quota(long perMinute, Duration ramp, long now) {
    this.perMinute = perMinute;
    this.ramp = ramp.toNanos();
    filledAt = now;
    factorSince = now;
    narrowedAt = now - NARROW_EVERY;
  }

  /**
   * Takes a token.
   *
   * @param reserve the part of the bucket that must stay in it
   * @return {@code now} if it was taken, else when to ask again
   */
  synchronized long take(long now, double reserve) {
    double rate = ratePerNano(now);
    double capacity = capacity();
    tokens = Math.min(capacity, tokens + rate * Math.max(0, now - filledAt));
    filledAt = now;
    double missing = 1 + reserve * capacity - tokens;
    if (missing <= 0) {
      tokens--;
      return now;
    }
    return now + (rate > 0 ? Math.min(LONGEST_WAIT, (long) (missing / rate) + 1) : LONGEST_WAIT);
  }

  /** This instance's part of the quota, from now on. */
  synchronized void share(double newShare, long now) {
    tokens = Math.min(tokens + ratePerNano(now) * Math.max(0, now - filledAt), capacity());
    filledAt = now;
    share = newShare;
  }

  /** The quota of the project, from now on. */
  synchronized void perMinute(long quota, long now) {
    tokens = Math.min(tokens + ratePerNano(now) * Math.max(0, now - filledAt), capacity());
    filledAt = now;
    perMinute = quota;
    tokens = Math.min(tokens, capacity());
  }

  /** The project is back: begins with a tenth of the rate. */
  synchronized void ramp(long now) {
    slow(Math.min(factorAt(now), RAMP_FROM), now);
  }

  /** Counts an answer; lowers the rate, once a second at most, if too many are refusals. */
  synchronized void answered(boolean throttled, long now) {
    refused += ((throttled ? 1 : 0) - refused) / AVERAGED;
    if (throttled && refused > REFUSED && now - narrowedAt >= NARROW_EVERY) {
      narrowedAt = now;
      slow(Math.max(LEAST_FACTOR, factorAt(now) * NARROWING), now);
    }
  }

  /** Sends a second that may begin now. */
  synchronized double ratePerSecond(long now) {
    return ratePerNano(now) * Duration.ofSeconds(1).toNanos();
  }

  private void slow(double to, long now) {
    factor = to;
    factorSince = now;
  }

  private double factorAt(long now) {
    if (ramp == 0) {
      return 1;
    }
    double passed = Math.clamp((double) (now - factorSince) / ramp, 0.0, 1.0);
    return factor + (1 - factor) * passed;
  }

  private double capacity() {
    return share == 0 ? 0 : Math.max(LEAST_CAPACITY, perMinute * share * CAPACITY);
  }

  private double ratePerNano(long now) {
    double spread = perMinute * share * (1 - MARGIN) - capacity();
    return Math.max(0, spread) / MINUTE * factorAt(now);
  }
}
