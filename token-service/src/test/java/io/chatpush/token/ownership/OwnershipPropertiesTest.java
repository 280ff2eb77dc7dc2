package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.BoundSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A limit that is an annotation cannot name the constant that it follows from. */
final class OwnershipPropertiesTest {

  @Test
  void takesNoIntervalInWhichARefusalIsForgotten() {
    Duration remembered = RefusalLimit.REMEMBERED;
    Duration longest = remembered.minusMillis(1);

    assertThat(withInterval(longest).refusalLimit().interval()).isEqualTo(longest);
    assertThatThrownBy(() -> withInterval(remembered))
        .extracting(BoundSettings::sentence)
        .isEqualTo(
            "chatpush.ownership.invalid-address-interval is PT720H, it must be more than 0s, less"
                + " than 30d.");
  }

  private static OwnershipProperties withInterval(Duration duration) {
    return BoundSettings.bound(
        OwnershipProperties.class,
        Map.of("chatpush.ownership.invalid-address-interval", duration.toString()));
  }
}
