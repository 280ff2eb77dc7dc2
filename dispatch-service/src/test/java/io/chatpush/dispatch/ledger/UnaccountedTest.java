package io.chatpush.dispatch.ledger;

import static io.chatpush.dispatch.Pushes.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliverySums;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnaccountedTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final LedgerMeters meters = new LedgerMeters(new SimpleMeterRegistry());

  @Test
  void isNothingWhereEveryPushIsSomewhere() {
    meters.decided(accepted(NOW));
    assertThat(meters.unaccounted(new Sums(10, 4, 3, 2))).isZero();
  }

  @Test
  void isWhatWasTakenAndIsNowhere() {
    assertThat(meters.unaccounted(new Sums(10, 4, 3, 2))).isEqualTo(1);
  }

  @Test
  void countsAnOutcomeWhateverTimesItCarries() {
    Instant[] times = {
      Instant.ofEpochMilli(Long.MIN_VALUE),
      Instant.ofEpochMilli(-1),
      Instant.EPOCH,
      NOW.plusSeconds(1),
      Instant.ofEpochMilli(Long.MAX_VALUE)
    };
    for (Instant sentAt : times) {
      meters.decided(accepted(sentAt));
    }
    assertThat(meters.unaccounted(new Sums(times.length, 0, 0, 0))).isZero();
  }

  private record Sums(long taken, long open, long handedBack, long deferred)
      implements DeliverySums {}

  private static PushOutcome accepted(Instant sentAt) {
    return PushOutcome.newBuilder()
        .setMessage(aMessage("test-app", "message-1", sentAt))
        .setTarget(new PushTarget("push", "u1", "d1"))
        .setPlatform(Platform.ANDROID)
        .setOutcome(Outcome.ACCEPTED)
        .setDecidedAt(NOW)
        .build();
  }
}
