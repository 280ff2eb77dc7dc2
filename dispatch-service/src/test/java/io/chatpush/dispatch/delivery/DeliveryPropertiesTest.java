package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.RetryTier;
import io.chatpush.settings.BoundSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A default that is an annotation cannot name the list that it follows from. */
final class DeliveryPropertiesTest {

  @Test
  void triesOnceAfterTheWaitOfEachTier() {
    DeliveryProperties defaults = BoundSettings.bound(DeliveryProperties.class, Map.of());

    assertThat(defaults.retry().attempts())
        .as("chatpush.delivery.retry.attempts: the first attempt, and one after each tier")
        .isEqualTo(1 + RetryTier.all().size());
  }
}
