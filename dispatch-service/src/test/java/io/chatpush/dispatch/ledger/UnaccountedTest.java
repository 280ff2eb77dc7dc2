package io.chatpush.dispatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliverySums;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnaccountedTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final LedgerMeters meters = new LedgerMeters(new SimpleMeterRegistry());

  @Test
  void isNothingWhereEveryPushIsSomewhere() {
    meters.decided(accepted());
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
      meters.decided(PushOutcome.newBuilder(accepted()).setSentAt(sentAt).build());
    }
    assertThat(meters.unaccounted(new Sums(times.length, 0, 0, 0))).isZero();
  }

  private record Sums(long taken, long open, long handedBack, long deferred)
      implements DeliverySums {}

  private static PushOutcome accepted() {
    return PushOutcome.newBuilder()
        .setPushId("push")
        .setAppId("test-app")
        .setMessageId("message-1")
        .setUserId("u1")
        .setDeviceId("d1")
        .setPlatform(Platform.ANDROID)
        .setOutcome(Outcome.ACCEPTED)
        .setSentAt(NOW)
        .setFannedOutAt(NOW)
        .setDecidedAt(NOW)
        .build();
  }
}
