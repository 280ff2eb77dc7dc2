package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void aRateSpreadsMessagesEvenlyWhateverTheLogSays() {
    assertThat(new Pace.Rate(500).due(250, Duration.ofHours(3))).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aSpeedShortensTheTimesOfTheLog() {
    assertThat(new Pace.Speed(60).due(250, Duration.ofHours(3))).isEqualTo(Duration.ofMinutes(3));
  }
}
