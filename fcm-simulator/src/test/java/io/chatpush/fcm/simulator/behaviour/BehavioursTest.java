package io.chatpush.fcm.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BehavioursTest {

  private static final Rule UNAVAILABLE = RuleGrammar.parse("unavailable");

  private final AtomicLong nanos = new AtomicLong();
  private final Behaviours behaviours = behaviours(1);

  @Test
  void leavesAddressesAloneAtFirst() {
    assertThat(behaviours.decide("token", 1)).isEqualTo(Rule.NORMAL);
    assertThat(behaviours.decide("unavailable-1", 1)).isEqualTo(UNAVAILABLE);
  }

  @Test
  void prefersTheAddressToAPatternAndAPatternToTheAddressItself() {
    behaviours.set("*", "internal");
    behaviours.set("tok*", "reset");
    behaviours.set("token", "unavailable");

    assertThat(behaviours.decide("token", 1)).isEqualTo(UNAVAILABLE);
    assertThat(behaviours.decide("tok-2", 1)).isEqualTo(RuleGrammar.parse("reset"));
    assertThat(behaviours.decide("unregistered-1", 1)).isEqualTo(RuleGrammar.parse("internal"));
  }

  @Test
  void endsARuleAfterSoManyRequests() {
    behaviours.set("token", "unavailable:x2");

    assertThat(behaviours.decide("token", 1).behaviour()).isEqualTo(UNAVAILABLE.behaviour());
    assertThat(behaviours.decide("token", 2).behaviour()).isEqualTo(UNAVAILABLE.behaviour());
    assertThat(behaviours.decide("token", 3)).isEqualTo(Rule.NORMAL);
    assertThat(behaviours.rules()).isEmpty();
  }

  @Test
  void endsAnAddressesOwnRuleByItsAttempts() {
    assertThat(behaviours.decide("unavailable:x2-1", 2)).isNotEqualTo(Rule.NORMAL);
    assertThat(behaviours.decide("unavailable:x2-1", 3)).isEqualTo(Rule.NORMAL);
  }

  @Test
  void endsARuleAfterItsTime() {
    behaviours.set("*", "unavailable:for30s");
    nanos.set(Duration.ofSeconds(30).toNanos() - 1);
    assertThat(behaviours.decide("token", 1)).isNotEqualTo(Rule.NORMAL);
    nanos.incrementAndGet();
    assertThat(behaviours.decide("token", 2)).isEqualTo(Rule.NORMAL);
  }

  @Test
  void choosesAFractionTheSameWayForTheSameSeed() {
    behaviours.set("*", "unavailable:10%");
    Behaviours same = behaviours(1);
    same.set("*", "unavailable:10%");
    Behaviours other = behaviours(2);
    other.set("*", "unavailable:10%");
    int chosen = 0;
    int differing = 0;
    for (int i = 0; i < 10_000; i++) {
      Rule rule = behaviours.decide("token" + i, 1);
      assertThat(same.decide("token" + i, 1)).isEqualTo(rule);
      chosen += rule.equals(Rule.NORMAL) ? 0 : 1;
      differing += other.decide("token" + i, 1).equals(rule) ? 0 : 1;
    }
    assertThat(chosen).isBetween(850, 1150);
    assertThat(differing).isPositive();
  }

  @Test
  void takesARuleBack() {
    behaviours.set("a*", "reset");
    assertThat(behaviours.remove("a*")).isTrue();
    assertThat(behaviours.remove("a*")).isFalse();
    assertThat(behaviours.decide("abc", 1)).isEqualTo(Rule.NORMAL);
  }

  @Test
  void addsTheTimeOfTheRuleToTheAnswerTime() {
    behaviours.answerTime(AnswerTime.parse("100ms"));
    assertThat(behaviours.delayNanos(RuleGrammar.parse("slow:2s"), "token", 1))
        .isEqualTo(Duration.ofMillis(2100).toNanos());
  }

  @Test
  void drawsAnswerTimesFromTheirDistribution() {
    behaviours.answerTime(AnswerTime.parse("p50=80ms,p99=400ms"));
    long[] times = new long[10_000];
    for (int i = 0; i < times.length; i++) {
      times[i] = behaviours.delayNanos(Rule.NORMAL, "token" + i, 1) / 1_000_000;
    }
    Arrays.sort(times);
    assertThat(times[5_000]).isBetween(75L, 85L);
    assertThat(times[9_900]).isBetween(350L, 450L);

    behaviours.answerTime(AnswerTime.parse("50ms..150ms"));
    for (int i = 0; i < 1000; i++) {
      assertThat(behaviours.delayNanos(Rule.NORMAL, "token" + i, 1))
          .isBetween(50_000_000L, 150_000_000L);
    }
  }

  private Behaviours behaviours(long seed) {
    return new Behaviours(new AnswerTime.Fixed(Duration.ZERO), seed, nanos::get);
  }
}
