package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.push.AppLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShaperTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Duration BURST = Duration.ofSeconds(10);
  private static final long LONG = Duration.ofHours(1).toNanos();

  /** What began when. */
  private record Begun(long at, long events, long recipients, long bytes) {}

  @Test
  void letsABurstBeginAtOnceAndHoldsTheRestBackByTheRate() {
    Shaper shaper = new Shaper(events(2), 0);
    for (int i = 0; i < 20; i++) {
      assertThat(shaper.admit(1, 1, 1, LONG, 0)).as("event %d", i).isZero();
    }
    assertThat(shaper.admit(1, 1, 1, LONG, 0)).isEqualTo(SECOND / 2);
    assertThat(shaper.admit(1, 1, 1, LONG, 0)).isEqualTo(SECOND);
    assertThat(shaper.admit(1, 1, 1, LONG, 3 * SECOND)).as("the bucket has filled").isZero();
  }

  @Test
  void takesNothingForWhatMayNotBeginInTime() {
    Shaper shaper = new Shaper(events(2), 0);
    for (int i = 0; i < 20; i++) {
      assertThat(shaper.admit(1, 1, 1, LONG, 0)).isZero();
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(shaper.admit(1, 1, 1, SECOND / 4, 0)).isEqualTo(Shaper.NEVER);
    }
    assertThat(shaper.admit(1, 1, 1, LONG, 0)).isEqualTo(SECOND / 2);
  }

  @Test
  void holdsBackNoMoreThanTheRateTimesTheHold() {
    Shaper shaper = new Shaper(events(2), 0);
    long held = 0;
    long refused = 0;
    for (int i = 0; i < 100_000; i++) {
      long wait = shaper.admit(1, 1, 1, Long.MAX_VALUE, 0);
      held += wait > 0 ? 1 : 0;
      refused += wait == Shaper.NEVER ? 1 : 0;
    }
    assertThat(held).isEqualTo(2 * Duration.ofMinutes(15).toSeconds());
    assertThat(refused).isEqualTo(100_000 - 20 - held);
  }

  @Test
  void letsAnEventLargerThanTheBurstBeginWhenTheBucketIsFull() {
    Shaper shaper = new Shaper(new AppLimit(0, 10, 0, BURST, Duration.ofHours(1)), 0);
    assertThat(shaper.admit(500, 1, 1, LONG, 0)).isZero();
    // 500 recipients take 50 s to come back, and the next event takes a full bucket.
    assertThat(shaper.admit(100, 1, 1, LONG, 0)).isEqualTo(50 * SECOND);
  }

  @Test
  void countsEachRateForItself() {
    Shaper shaper = new Shaper(new AppLimit(1_000, 0, 100, BURST, Duration.ofHours(1)), 0);
    assertThat(shaper.admit(900, 1_000, 1, LONG, 0)).isZero();
    assertThat(shaper.admit(900, 50, 1, LONG, 0)).isEqualTo(SECOND / 2);
  }

  @Test
  void countsTheLargestEventOfTheSmallestShareWithoutOverflow() {
    Shaper shaper =
        new Shaper(new AppLimit(1, 1, 1, BURST, Duration.ofDays(1)), Long.MAX_VALUE / 2);
    for (int i = 0; i < 1_000; i++) {
      long wait = shaper.admit(1_000, Long.MAX_VALUE, 1e-6, Long.MAX_VALUE, Long.MAX_VALUE / 2);
      assertThat(wait).isBetween(Shaper.NEVER, Duration.ofDays(1).toNanos());
    }
  }

  /** In any window of the moments at which events begin; with shares, all instances together. */
  @Property(tries = 100)
  void neverLetsMoreBeginThanTheLimit(
      @ForAll @IntRange(min = 1, max = 200) int rate,
      @ForAll @IntRange(min = 1, max = 4) int instances,
      @ForAll @DoubleRange(min = 0.5, max = 20) double flood,
      @ForAll long seed) {
    RandomGenerator random = new java.util.Random(seed);
    AppLimit limit =
        new AppLimit(rate, 5L * rate, 300L * rate, BURST, Duration.ofMinutes(2 + rate % 3));
    List<Shaper> shapers = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      shapers.add(new Shaper(limit, 0));
    }
    List<List<Begun>> begun = new ArrayList<>();
    shapers.forEach(_ -> begun.add(new ArrayList<>()));
    long now = 0;
    for (int i = 0; i < 600; i++) {
      now += (long) (random.nextExponential() * SECOND / (rate * flood));
      if (random.nextInt(200) == 0) {
        now += random.nextLong(30 * SECOND);
      }
      int instance = random.nextInt(instances);
      int recipients = 1 + random.nextInt(10);
      long bytes = 1 + random.nextLong(600);
      long longest = random.nextInt(4) == 0 ? random.nextLong(20 * SECOND) : Long.MAX_VALUE;
      long wait = shapers.get(instance).admit(recipients, bytes, 1.0 / instances, longest, now);
      if (wait != Shaper.NEVER) {
        assertThat(wait).isBetween(0L, Math.min(longest, limit.hold().toNanos()));
        begun.get(instance).add(new Begun(now + wait, 1, recipients, bytes));
      }
    }
    for (List<Begun> ofInstance : begun) {
      check(ofInstance, limit, instances);
    }
  }

  /**
   * Each instance keeps its part of the limit, which are parts of one whole: what an event is
   * larger than the burst of the instance is a debt.
   */
  private static void check(List<Begun> begun, AppLimit limit, int instances) {
    long largestRecipients = begun.stream().mapToLong(Begun::recipients).max().orElse(0);
    long largestBytes = begun.stream().mapToLong(Begun::bytes).max().orElse(0);
    for (int from = 0; from < begun.size(); from++) {
      long events = 0;
      long recipients = 0;
      long bytes = 0;
      for (int to = from; to < begun.size(); to++) {
        events += begun.get(to).events();
        recipients += begun.get(to).recipients();
        bytes += begun.get(to).bytes();
        double window = (double) (begun.get(to).at() - begun.get(from).at()) / SECOND;
        if (window < 0) {
          throw new AssertionError("an event begins before the one that came before it");
        }
        within(events, 1, limit.eventsPerSecond(), window, instances);
        within(recipients, largestRecipients, limit.recipientsPerSecond(), window, instances);
        within(bytes, largestBytes, limit.bytesPerSecond(), window, instances);
      }
    }
  }

  private static void within(long sum, long largest, long perSecond, double window, int instances) {
    double rate = (double) perSecond / instances;
    double bound =
        rate * window + Math.max(rate * (double) BURST.toSeconds(), (double) largest) + 1e-3;
    if (sum > bound) {
      throw new AssertionError(
          "%d began in %f s, the limit allows %f".formatted(sum, window, bound));
    }
  }

  private static AppLimit events(int perSecond) {
    return new AppLimit(perSecond, 0, 0, BURST, Duration.ofMinutes(15));
  }
}
