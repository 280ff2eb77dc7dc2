package io.chatpush.token.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZoneNameTest {

  static Set<String> zonesOfTheJdk() {
    return ZoneId.getAvailableZoneIds();
  }

  @ParameterizedTest
  @MethodSource("zonesOfTheJdk")
  void everyZoneOfTheJdkStaysAsItIs(String zone) {
    assertThat(TimeZoneName.nearest(zone)).isEqualTo(new TimeZoneName(zone));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GMT+05:30", "GMT+0530", "+05:30", "UTC+5:30"})
  void anOffsetIsOneThatJavaCanUse(String text) {
    String stored = Objects.requireNonNull(TimeZoneName.nearest(text)).value();

    assertThat(ZoneId.of(stored)).isEqualTo(ZoneId.of("+05:30"));
  }

  @Test
  void everyOffsetInUseIsReadAgain() {
    for (int minutes = -14 * 60; minutes <= 14 * 60; minutes++) {
      String text =
          "%s%02d:%02d"
              .formatted(minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);

      assertThat(TimeZoneName.nearest("GMT" + text))
          .isEqualTo(new TimeZoneName(minutes == 0 ? "UTC" : text));
    }
  }
}
