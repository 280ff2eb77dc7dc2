package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** Among them the year 1, a time in seconds and one in microseconds. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -62_135_596_800_000L,
        -1,
        0,
        1_764_000_000L,
        1_764_000_000_000_000L,
        Long.MAX_VALUE
      })
  void takesNoTimeThatNoRecordCanBeOf(long timestamp) {
    Instant taken = RecordTimes.plausible(timestamp, NOW);
    assertThat(taken).as("as if it were written now").isEqualTo(NOW);
    Sighting now = new Sighting(10, NOW.plusSeconds(30));
    assertThat(now.ageOf(taken, now)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "none", "by_duration:P1D"})
  void readsFromTheOldestRecordWhateverTheServiceIsSetTo(String reset) {
    assertThat(RecordTimes.settings(Map.of("auto.offset.reset", reset)))
        .containsEntry("auto.offset.reset", "earliest");
  }

  @Test
  void takesTheTimeOfARecordThatIsOld() {
    Instant old = NOW.minus(Duration.ofDays(14));
    assertThat(RecordTimes.plausible(old.toEpochMilli(), NOW)).isEqualTo(old);
  }
}
