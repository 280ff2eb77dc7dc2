package io.chatpush.dispatch.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.pacing.Breaker.State;
import io.chatpush.dispatch.pacing.Verdict.Failing;
import io.chatpush.dispatch.pacing.Verdict.Healthy;
import io.chatpush.dispatch.pacing.Verdict.Unreachable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final Verdict DOWN = new Failing("UNAVAILABLE", false, null);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Breaker breaker = new Breaker(Duration.ofSeconds(10), Duration.ofSeconds(60), 3);
  private long now = 5_000;

  @Test
  void staysClosedWhileMostSendsWork() {
    for (int i = 0; i < 10_000; i++) {
      send(i % 5 < 2 ? DOWN : new Healthy());
    }
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void opensWhenMostSendsFail() {
    assertThat(failuresUntilOpen(DOWN)).isBetween(20, 50);
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 10 * SECOND);
  }

  @Test
  void opensWhenTwoInARowDidNotGetToFcm() {
    assertThat(failuresUntilOpen(new Unreachable("CREDENTIALS_REFUSED"))).isEqualTo(2);
  }

  @Test
  void opensForThoseWhoSendLittleWhenNothingWorkedFor30Seconds() {
    for (int i = 0; i < 4; i++) {
      send(DOWN);
      now += 10 * SECOND;
    }
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    send(DOWN);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void pausesForAsLongAsFcmAsked() {
    failuresUntilOpen(new Failing("QUOTA_EXCEEDED", true, Duration.ofSeconds(37)));
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 37 * SECOND);
  }

  @Test
  void makesThePauseAsLongAsThoseMustWaitWhoComeBackDuringIt() {
    assertThat(breaker.pauseAtLeast(Duration.ofSeconds(10), now)).as("not paused").isFalse();
    failuresUntilOpen(DOWN);
    now += 9 * SECOND;
    assertThat(breaker.pauseAtLeast(Duration.ofSeconds(10), now)).isTrue();
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 10 * SECOND);
    assertThat(breaker.pauseAtLeast(Duration.ofHours(2), now)).as("too long").isFalse();
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 10 * SECOND);
  }

  @Test
  void asksAgainAfterAnHourWhateverFcmAsked() {
    failuresUntilOpen(new Failing("QUOTA_EXCEEDED", true, Duration.ofDays(28)));
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 3_600 * SECOND);
  }

  @Test
  void doesNotHoldAProjectToWhatOneDeviceWasToldBeforeItWorkedAgain() {
    send(new Failing("QUOTA_EXCEEDED", true, Duration.ofMinutes(50)));
    send(new Healthy());
    failuresUntilOpen(DOWN);
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 10 * SECOND);
  }

  @Test
  void letsAFewProbesThroughAfterThePauseAndClosesWhenAllWork() {
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    int[] probes = {begin(), begin(), begin()};
    assertThat(breaker.admissibleAt(now)).as("a fourth waits").isEqualTo(Long.MAX_VALUE);
    assertThat(breaker.ended(probes[0], new Healthy(), false, now)).isNull();
    assertThat(breaker.ended(probes[1], new Healthy(), false, now)).isNull();
    assertThat(breaker.ended(probes[2], new Healthy(), false, now)).isEqualTo(State.CLOSED);
    assertThat(breaker.admissibleAt(now)).isEqualTo(now);
  }

  @Test
  void closesWhenAllThatWaitedHaveWorkedAlthoughTheyAreFewerThanTheProbes() {
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    int first = begin();
    int second = begin();
    assertThat(breaker.ended(first, new Healthy(), true, now)).as("one is under way").isNull();
    assertThat(breaker.ended(second, new Healthy(), true, now)).isEqualTo(State.CLOSED);
  }

  @Test
  void doesNotCloseWhenOneOfFewProbesFails() {
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    int first = begin();
    int second = begin();
    assertThat(breaker.ended(first, DOWN, true, now)).isEqualTo(State.OPEN);
    assertThat(breaker.ended(second, new Healthy(), true, now)).isNull();
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void knowsItsProbes() {
    assertThat(breaker.isProbe(begin())).isFalse();
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    int probe = begin();
    assertThat(breaker.isProbe(probe)).isTrue();
    assertThat(breaker.isProbe(probe - 1)).isFalse();
  }

  @Test
  void pausesTwiceAsLongAfterAProbeThatFailedUpToTheMaximum() {
    failuresUntilOpen(DOWN);
    for (long expected : new long[] {20, 40, 60, 60}) {
      now = breaker.admissibleAt(now);
      int probe = begin();
      int other = begin();
      assertThat(breaker.ended(probe, DOWN, false, now)).isEqualTo(State.OPEN);
      assertThat(breaker.ended(other, DOWN, false, now)).as("one pause for both").isNull();
      assertThat(breaker.admissibleAt(now)).isEqualTo(now + expected * SECOND);
    }
  }

  @Test
  void doesNotTakeAnAnswerFromBeforeThePauseForAProbes() {
    int early = begin();
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    int probe = begin();
    assertThat(breaker.ended(early, new Healthy(), false, now)).isNull();
    assertThat(breaker.ended(early, DOWN, false, now)).isNull();
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.ended(probe, DOWN, false, now)).isEqualTo(State.OPEN);
  }

  @Test
  void endsAPauseForWantOfCredentialsWhenTheyAreThere() {
    failuresUntilOpen(new Unreachable("CREDENTIALS_REFUSED"));
    now += SECOND;
    assertThat(breaker.probeSoon(now)).isTrue();
    assertThat(breaker.admissibleAt(now)).isEqualTo(now);
    assertThat(breaker.state()).as("not yet proven").isEqualTo(State.OPEN);
  }

  @Test
  void letsThoseWhoWaitForAPauseWaitAllTheSame() {
    failuresUntilOpen(new Unreachable("CREDENTIALS_REFUSED"));
    assertThat(breaker.pauseAtLeast(Duration.ofSeconds(4), now)).isTrue();
    assertThat(breaker.probeSoon(now)).isTrue();
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 4 * SECOND);
  }

  @Test
  void doesNotCutThePauseThatFcmsAnswersLedTo() {
    assertThat(breaker.probeSoon(now)).as("no pause").isFalse();
    failuresUntilOpen(DOWN);
    assertThat(breaker.probeSoon(now)).isFalse();
    assertThat(breaker.admissibleAt(now)).isEqualTo(now + 10 * SECOND);
  }

  @Test
  void givesTheTurnOfAProbeThatWasNotSentToAnother() {
    failuresUntilOpen(DOWN);
    now += 10 * SECOND;
    begin();
    begin();
    int withdrawn = begin();
    breaker.withdrawn(withdrawn);
    assertThat(breaker.admissibleAt(now)).isEqualTo(now);
  }

  private int failuresUntilOpen(Verdict failure) {
    int failures = 0;
    while (breaker.state() != State.OPEN) {
      send(failure);
      failures++;
    }
    return failures;
  }

  private @Nullable State send(Verdict verdict) {
    return breaker.ended(begin(), verdict, false, now);
  }

  private int begin() {
    assertThat(breaker.admissibleAt(now)).isEqualTo(now);
    return breaker.begin();
  }
}
