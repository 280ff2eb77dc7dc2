package io.chatpush.dispatch.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void spreadsEvenly() {
    RateLimiter rateLimiter = new RateLimiter(200);
    long now = 12_345;
    assertThat(rateLimiter.take(now)).isZero();
    assertThat(rateLimiter.take(now)).isEqualTo(Duration.ofMillis(5));
    assertThat(rateLimiter.take(now)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void doesNotLoseWhatASleepTookTooLong() {
    RateLimiter rateLimiter = new RateLimiter(1_000);
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      long wait = Math.max(0, rateLimiter.take(now).toNanos());
      now += wait + 500_000; // each sleep is half a millisecond too long
    }
    assertThat(now).isLessThan(SECOND + SECOND / 100);
  }

  @Test
  void doesNotCatchUpWithAStall() {
    RateLimiter rateLimiter = new RateLimiter(200);
    rateLimiter.take(0);
    long now = 60 * SECOND;
    int burst = 0;
    while (rateLimiter.take(now).toNanos() <= 0) {
      burst++;
    }
    assertThat(burst).isLessThanOrEqualTo(21);
  }
}
