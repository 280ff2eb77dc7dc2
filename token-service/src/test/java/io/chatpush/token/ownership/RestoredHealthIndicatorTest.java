package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class RestoredHealthIndicatorTest {

  private boolean restored;
  private long left = 12_345;
  private final RestoredHealthIndicator health =
      new RestoredHealthIndicator(() -> restored, () -> left);

  @Test
  void saysHowMuchIsLeftUntilTheStateIsThere() {
    assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.health().getDetails())
        .containsEntry(
            "waitingFor", "the state of its partitions: 12345 records are left to read at most");
    restored = true;
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void staysUpInALaterRebalance() {
    restored = true;
    left = 100;
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }
}
