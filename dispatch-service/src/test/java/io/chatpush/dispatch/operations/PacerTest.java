package io.chatpush.dispatch.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void spreadsEvenly() {
    Pacer pacer = new Pacer(200);
    long now = 12_345;
    assertThat(pacer.take(now)).isZero();
    assertThat(pacer.take(now)).isEqualTo(Duration.ofMillis(5));
    assertThat(pacer.take(now)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void doesNotLoseWhatASleepTookTooLong() {
    Pacer pacer = new Pacer(1_000);
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      long wait = Math.max(0, pacer.take(now).toNanos());
      now += wait + 500_000; // each sleep is half a millisecond too long
    }
    assertThat(now).isLessThan(SECOND + SECOND / 100);
  }

  @Test
  void doesNotCatchUpWithAStall() {
    Pacer pacer = new Pacer(200);
    pacer.take(0);
    long now = 60 * SECOND;
    int burst = 0;
    while (pacer.take(now).toNanos() <= 0) {
      burst++;
    }
    assertThat(burst).isLessThanOrEqualTo(21);
  }
}
