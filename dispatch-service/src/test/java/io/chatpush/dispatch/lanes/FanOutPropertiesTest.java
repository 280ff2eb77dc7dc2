package io.chatpush.dispatch.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.rules.EventLimits;
import io.chatpush.settings.BoundSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A limit that is an annotation cannot name the constant that it follows from. */
final class FanOutPropertiesTest {

  @Test
  void takesNoTimeToLiveLongerThanFcmKeepsAPush() {
    Duration longest = EventLimits.LONGEST_TIME_TO_LIVE;

    assertThat(withTimeToLive(longest).defaultTimeToLive()).isEqualTo(longest);
    assertThatThrownBy(() -> withTimeToLive(longest.plusSeconds(1)))
        .extracting(BoundSettings::sentence)
        .isEqualTo(
            "chatpush.fan-out.default-time-to-live is PT672H1S, it must be more than 0s, at most"
                + " 28d.");
  }

  private static FanOutProperties withTimeToLive(Duration duration) {
    return BoundSettings.bound(
        FanOutProperties.class,
        Map.of("chatpush.fan-out.default-time-to-live", duration.toString()));
  }
}
