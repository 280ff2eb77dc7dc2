package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Push;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PushEnvelopeTest {

  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

  private final Push push = Records.aPush();
  private final Push fresh = Push.newBuilder(push).setFirstFailedAt(null).build();

  @Test
  void keepsTheTimeOfTheFirstFailure() {
    assertThat(PushEnvelope.failed(push, NOW)).isSameAs(push);
    assertThat(PushEnvelope.failed(fresh, NOW))
        .isEqualTo(Push.newBuilder(push).setFirstFailedAt(NOW).build());
  }

  @Test
  void retryIsTheNextAttempt() {
    assertThat(PushEnvelope.retried(push, NOW))
        .isEqualTo(Push.newBuilder(push).setAttempt(6).build());
    assertThat(PushEnvelope.retried(fresh, NOW))
        .isEqualTo(Push.newBuilder(push).setAttempt(6).setFirstFailedAt(NOW).build());
  }

  @Test
  void parkingCountsNoAttempt() {
    assertThat(PushEnvelope.parked(fresh))
        .isEqualTo(Push.newBuilder(fresh).setParkedCount(3).build());
  }

  @Test
  void redriveBeginsAnew() {
    assertThat(PushEnvelope.redriven(push, "redrive-2", NOW))
        .isEqualTo(
            Push.newBuilder(push)
                .setAttempt(1)
                .setExpiresAt(NOW)
                .setRedriveCount(2)
                .setRedriveId("redrive-2")
                .setParkedCount(0)
                .build());
  }

  @Test
  void sharesThePartsThatNoStepChanges() {
    Push retried = PushEnvelope.retried(push, NOW);
    assertThat(retried.getMessage()).isSameAs(push.getMessage());
    assertThat(retried.getSource()).isSameAs(push.getSource());
  }

  @Test
  void identityLeavesOutWhichRedriveItWas() {
    assertThat(identity(Push.newBuilder(push).setRedriveId("redrive-2").build()))
        .isEqualTo(identity(push));
    assertThat(identity(PushEnvelope.retried(push, NOW))).isNotEqualTo(identity(push));
    assertThat(identity(PushEnvelope.parked(push))).isNotEqualTo(identity(push));
    assertThat(identity(PushEnvelope.redriven(push, "redrive-1", NOW)))
        .isNotEqualTo(identity(push));
    assertThat(identity(fresh)).isNotEqualTo(identity(push));
  }

  private static ByteBuffer identity(Push push) {
    ByteBuffer identity = ByteBuffer.allocate(PushEnvelope.IDENTITY_BYTES);
    PushEnvelope.putIdentity(push, identity);
    assertThat(identity.hasRemaining()).as("fills the bytes that it announces").isFalse();
    return identity.flip();
  }
}
