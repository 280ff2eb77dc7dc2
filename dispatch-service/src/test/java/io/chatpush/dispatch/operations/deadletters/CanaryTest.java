package io.chatpush.dispatch.operations.deadletters;

import static io.chatpush.dispatch.Pushes.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryTest {

  private final Canary canary = new Canary();

  @BeforeEach
  void sendAHundred() {
    for (int i = 0; i < 100; i++) {
      canary.sent("push-" + i);
    }
  }

  @Test
  void isGoodOnceNinetyFiveAreAccepted() {
    decide(0, 95, Outcome.ACCEPTED);
    assertThat(canary.isGood()).isTrue();
    assertThat(canary.isDecided()).as("five may still come").isFalse();
    decide(95, 100, Outcome.DEAD_LETTERED);
    assertThat(canary.isDecided()).isTrue();
    assertThat(canary.isGood()).isTrue();
  }

  @Test
  void isDecidedAsSoonAsItCannotBeGoodAnyMore() {
    decide(0, 5, Outcome.DEAD_LETTERED);
    assertThat(canary.isDecided()).isFalse();
    decide(5, 6, Outcome.EXPIRED);
    assertThat(canary.isDecided()).isTrue();
    assertThat(canary.isGood()).isFalse();
  }

  @Test
  void isNotGoodForWantOfOutcomes() {
    assertThat(canary.isGood()).isFalse();
  }

  @Test
  void doesNotCountDevicesThatAreGone() {
    decide(0, 40, Outcome.SUPPRESSED);
    decide(40, 45, Outcome.TOKEN_RETIRED);
    decide(45, 50, Outcome.NO_DEVICE);
    decide(50, 98, Outcome.ACCEPTED);
    decide(98, 100, Outcome.DEAD_LETTERED);
    assertThat(canary.isGood()).as("48 of 50").isTrue();
  }

  @Test
  void hearsNothingOfOtherPushes() {
    canary.decided(outcome("another", Outcome.ACCEPTED));
    assertThat(canary.size()).isEqualTo(100);
    assertThat(canary.accepted()).isZero();
  }

  private void decide(int from, int to, Outcome outcome) {
    for (int i = from; i < to; i++) {
      canary.decided(outcome("push-" + i, outcome));
    }
  }

  private static PushOutcome outcome(String pushId, Outcome outcome) {
    return PushOutcome.newBuilder()
        .setMessage(aMessage("app", "message-1", DeadLetterFixtures.NOW))
        .setTarget(new PushTarget(pushId, "user-1", null))
        .setOutcome(outcome)
        .setDecidedAt(DeadLetterFixtures.NOW)
        .build();
  }
}
