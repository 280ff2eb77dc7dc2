package io.chatpush.dispatch.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class QuotaTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = 60 * SECOND;

  private long now = 1_000;

  @Property(tries = 50)
  void neverBeginsMoreThanTheQuotaInAnyMinute(
      @ForAll @LongRange(min = 60, max = 20_000) long perMinute, @ForAll long seed) {
    RandomGenerator random = new java.util.Random(seed);
    Quota quota = new Quota(perMinute, Duration.ofSeconds(random.nextInt(120)), now);
    Deque<Long> lastMinute = new ArrayDeque<>();
    long end = now + 5 * MINUTE;
    while (now < end) {
      // Greedy, with pauses in which the bucket fills.
      long at = quota.take(now, 0);
      if (at > now) {
        now = random.nextInt(100) == 0 ? now + random.nextLong(70 * SECOND) : at;
        continue;
      }
      lastMinute.addLast(now);
      while (lastMinute.getFirst() <= now - MINUTE) {
        lastMinute.removeFirst();
      }
      assertThat(lastMinute.size()).isLessThanOrEqualTo((int) perMinute);
    }
  }

  @Property(tries = 30)
  void sharesAddUpToOneQuotaWhilePartitionsMove(
      @ForAll @DoubleRange(min = 0, max = 1) double part, @ForAll long seed) {
    RandomGenerator random = new java.util.Random(seed);
    long perMinute = 6_000;
    Quota one = new Quota(perMinute, Duration.ZERO, now);
    Quota other = new Quota(perMinute, Duration.ZERO, now);
    double held = part;
    one.share(held, now);
    other.share(1 - held, now);
    Deque<Long> lastMinute = new ArrayDeque<>();
    for (int i = 0; i < 40_000; i++) {
      now += 10_000_000;
      if (random.nextInt(500) == 0) {
        double moved = random.nextDouble();
        // Who loses partitions knows it first.
        if (moved < held) {
          one.share(moved, now);
          other.share(1 - moved, now);
        } else {
          other.share(1 - moved, now);
          one.share(moved, now);
        }
        held = moved;
      }
      for (Quota quota : new Quota[] {one, other}) {
        while (quota.take(now, 0) <= now) {
          lastMinute.addLast(now);
        }
      }
      while (!lastMinute.isEmpty() && lastMinute.getFirst() <= now - MINUTE) {
        lastMinute.removeFirst();
      }
      assertThat(lastMinute.size()).isLessThanOrEqualTo((int) perMinute);
    }
  }

  @Test
  void givesNearlyAllOfTheQuotaToWhoAsksAllTheTime() {
    Quota quota = new Quota(600_000, Duration.ZERO, now);
    assertThat(takenWithin(quota, MINUTE)).isBetween(590_000L, 600_000L);
  }

  @Test
  void beginsWithATenthAndRampsUp() {
    Quota quota = new Quota(600_000, Duration.ofSeconds(60), now);
    assertThat(takenWithin(quota, SECOND)).isBetween(900L, 1_200L);
    now += 59 * SECOND;
    assertThat(quota.ratePerSecond(now)).isBetween(9_800.0, 10_000.0);
  }

  @Test
  void isNarrowedByRefusalsOnceASecondAndRecovers() {
    Quota quota = new Quota(600_000, Duration.ofSeconds(60), now);
    now += MINUTE;
    double full = quota.ratePerSecond(now);
    for (int i = 0; i < 1_000; i++) {
      quota.answered(true, now);
    }
    assertThat(quota.ratePerSecond(now)).isEqualTo(full * 0.7);
    now += MINUTE;
    assertThat(quota.ratePerSecond(now)).isEqualTo(full);
  }

  @Test
  void isNotNarrowedByOneDeviceThatIsToldToWait() {
    Quota quota = new Quota(600_000, Duration.ZERO, now);
    double full = quota.ratePerSecond(now);
    for (int i = 0; i < 10_000; i++) {
      quota.answered(i % 50 == 0, now);
    }
    assertThat(quota.ratePerSecond(now)).isEqualTo(full);
  }

  @Test
  void keepsTheReserveForThoseWhoAskWithoutOne() {
    Quota quota = new Quota(60_000, Duration.ZERO, now);
    now += MINUTE;
    long bulk = 0;
    while (quota.take(now, 0.2) <= now) {
      bulk++;
    }
    long direct = 0;
    while (quota.take(now, 0) <= now) {
      direct++;
    }
    assertThat(bulk).as("of a bucket of 300").isEqualTo(240);
    assertThat(direct).isEqualTo(60);
  }

  @Test
  void givesNothingWithoutPartitionsAndSaysWhenToAskAgain() {
    Quota quota = new Quota(60_000, Duration.ZERO, now);
    quota.share(0, now);
    now += MINUTE;
    assertThat(quota.take(now, 0)).isBetween(now + 1, now + SECOND);
  }

  @Test
  void isEmptyAtFirstSoThatWhatAKilledInstanceSpentIsNotSpentAgain() {
    assertThat(new Quota(600_000, Duration.ZERO, now).take(now, 0)).isGreaterThan(now);
  }

  private long takenWithin(Quota quota, long nanos) {
    long end = now + nanos;
    long taken = 0;
    while (now < end) {
      long at = quota.take(now, 0);
      if (at <= now) {
        taken++;
      } else {
        now = at;
      }
    }
    return taken;
  }
}
