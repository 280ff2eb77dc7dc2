package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SightingTest {

  private static final Instant THEN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Instant NOW = THEN.plus(INTERVAL);

  private static Sighting then(long end) {
    return new Sighting(end, THEN);
  }

  private static Sighting now(long end) {
    return new Sighting(end, NOW);
  }

  @Example
  void aRecordInTheMiddleCameInTheMiddle() {
    assertThat(now(200).ageSince(then(100), 150)).contains(Duration.ofSeconds(5));
  }

  @Example
  void theFirstRecordSinceCameRightAfterTheSightingBefore() {
    assertThat(now(200).ageSince(then(100), 100)).contains(INTERVAL);
  }

  /** The model: record {@code i} of an even stream was written {@code i} paces after the first. */
  @Property
  void isExactWhereRecordsComeAtAnEvenPace(
      @ForAll @LongRange(min = 0, max = 1L << 40) long end,
      @ForAll @LongRange(min = 1, max = 100_000) long came,
      @ForAll @LongRange(min = 0, max = 99_999) long consumed) {
    Assume.that(consumed < came);
    Duration writtenAfter = Duration.ofNanos(INTERVAL.toNanos() * consumed / came);
    assertThat(now(end + came).ageSince(then(end), end + consumed).orElseThrow())
        .isCloseTo(INTERVAL.minus(writtenAfter), Duration.ofNanos(2_000));
  }

  @Property
  void isNeverWrongByMoreThanTheInterval(
      @ForAll @LongRange(min = 0, max = 1L << 40) long end,
      @ForAll @LongRange(min = 1, max = 1L << 40) long came,
      @ForAll @LongRange(min = 0, max = 1L << 40) long consumed,
      @ForAll @LongRange(min = 0, max = 1L << 40) long more) {
    Assume.that(consumed + more < came);
    Sighting before = then(end);
    Duration age = now(end + came).ageSince(before, end + consumed).orElseThrow();
    // Whenever the record was written between the two sightings, its age is in the same range.
    assertThat(age).isBetween(Duration.ZERO, INTERVAL);
    assertThat(now(end + came).ageSince(before, end + consumed + more).orElseThrow())
        .as("a group that has consumed more is not further behind")
        .isLessThanOrEqualTo(age);
  }

  @Property
  void doesNotGuessAboutRecordsThatWereThereBefore(
      @ForAll @LongRange(min = 1, max = 1L << 40) long end,
      @ForAll @LongRange(min = 0, max = 1_000) long came,
      @ForAll @LongRange(min = 0, max = 1L << 40) long offset) {
    Assume.that(offset < end);
    assertThat(now(end + came).ageSince(then(end), offset)).isEmpty();
  }

  @Property
  void isByTheTimestampButNeverLessThanWhatWasSeen(
      @ForAll @LongRange(min = -100_000, max = 100_000) long millisAgo) {
    Duration age = now(200).ageOf(NOW.minusMillis(millisAgo), then(100));
    assertThat(age.toMillis()).isEqualTo(Math.max(millisAgo, INTERVAL.toMillis()));
  }

  @Example
  void aTimestampOfTheFutureIsNoAgeWhereNothingWasSeenBefore() {
    assertThat(now(200).ageOf(NOW.plusSeconds(60), now(200))).isEqualTo(Duration.ZERO);
  }
}
