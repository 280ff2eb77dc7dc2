package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class WorkHealthIndicatorTest {

  @Test
  void isUpWhileNothingHasEnded() {
    Health health = new WorkHealthIndicator(List.of(Optional::empty)).health();
    assertThat(health.getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void saysWhatHasEnded() {
    Health health =
        new WorkHealthIndicator(List.of(Optional::empty, () -> Optional.of("one has ended")))
            .health();
    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.getDetails()).containsEntry("reason", "one has ended");
  }
}
