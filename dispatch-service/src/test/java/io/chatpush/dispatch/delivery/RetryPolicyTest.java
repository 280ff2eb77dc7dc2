package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.schemas.RetryTier;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant IN_A_DAY = NOW.plus(Duration.ofDays(1));

  private static final DeliveryProperties.Retry SETTINGS =
      new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0.2);

  private final RetryPolicy policy = new RetryPolicy(SETTINGS, new Random(1));

  @Test
  void givesUpAfterTheLastAttempt() {
    assertThat(policy.after(new Deferred("UNAVAILABLE", 503, null), 5, NOW, IN_A_DAY))
        .isEqualTo(new NextStep.GiveUp());
  }

  @Test
  void expiresWhatCouldOnlyBeSentTooLate() {
    assertThat(policy.after(new Deferred("UNAVAILABLE", 503, null), 1, NOW, NOW.plusSeconds(9)))
        .isEqualTo(new NextStep.Expire());
  }

  @Test
  void waitsAMinuteAfterAQuotaErrorThatNamesNoTime() {
    assertThat(delay(new Deferred("QUOTA_EXCEEDED", 429, null), 1))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(72));
  }

  @Property
  void neverAsksFcmEarlierThanItAllows(
      @ForAll @IntRange(min = 1, max = 4) int attempt,
      @ForAll @LongRange(max = 3_000) long retryAfterSeconds) {
    Deferred deferred = new Deferred("UNAVAILABLE", 503, Duration.ofSeconds(retryAfterSeconds));
    NextStep step = policy.after(deferred, attempt, NOW, NOW.plus(Duration.ofDays(1)));
    assertThat(step).isInstanceOf(NextStep.Retry.class);
    Duration waited = Duration.between(NOW, ((NextStep.Retry) step).notBefore());
    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(Math.max(10, retryAfterSeconds)));
  }

  @Test
  void waitsLongerFromAttemptToAttemptInTheTierForIt() {
    Deferred deferred = new Deferred("INTERNAL", 500, null);
    assertThat(delay(deferred, 1)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    assertThat(topic(deferred, 1)).isEqualTo(RetryTier.AFTER_10S.topic());
    assertThat(delay(deferred, 2)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(72));
    assertThat(topic(deferred, 2)).isEqualTo(RetryTier.AFTER_1M.topic());
    assertThat(topic(deferred, 3)).isEqualTo(RetryTier.AFTER_5M.topic());
    assertThat(delay(deferred, 4)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(18));
    assertThat(topic(deferred, 4)).isEqualTo(RetryTier.AFTER_15M.topic());
  }

  @Test
  void takesTheTierThatFitsWhatFcmAsksFor() {
    assertThat(topic(new Deferred("UNAVAILABLE", 503, Duration.ofSeconds(30)), 1))
        .isEqualTo(RetryTier.AFTER_1M.topic());
    assertThat(topic(new Deferred("QUOTA_EXCEEDED", 429, null), 1))
        .isEqualTo(RetryTier.AFTER_1M.topic());
    Duration longer = RetryTier.longest().delay().multipliedBy(3);
    assertThat(topic(new Deferred("UNAVAILABLE", 503, longer), 1))
        .isEqualTo(RetryTier.longest().topic());
  }

  private Duration delay(Deferred deferred, int attempt) {
    return Duration.between(NOW, retry(deferred, attempt).notBefore());
  }

  private String topic(Deferred deferred, int attempt) {
    return retry(deferred, attempt).topic();
  }

  private NextStep.Retry retry(Deferred deferred, int attempt) {
    NextStep step = policy.after(deferred, attempt, NOW, IN_A_DAY);
    assertThat(step).isInstanceOf(NextStep.Retry.class);
    return (NextStep.Retry) step;
  }
}
