package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import io.chatpush.stack.replay.ChatLog.Channel;
import io.chatpush.stack.replay.PushLedger.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PushLedgerTest {

  private static final Channel CHANNEL = new Channel("c", null, List.of("ann", "bob", "eve"));

  private final PushLedger ledger =
      new PushLedger(Map.of("ann", List.of("a1"), "bob", List.of("b1", "b2")));

  @Test
  void callsForEveryDeviceOfEveryoneButTheSender() {
    ledger.expect("m1", CHANNEL, "ann");
    ledger.expect("m2", CHANNEL, "bob");
    ledger.expect("m3", CHANNEL, "eve");

    assertThat(ledger.standing().calledFor()).isEqualTo(2 + 1 + 3);
  }

  @Test
  void isCompleteWhenEveryPushHasAnOutcome() {
    ledger.expect("m1", CHANNEL, "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    assertThat(ledger.standing().unaccounted()).isEqualTo(1);

    outcome("m1", "bob", "b2", Outcome.DEAD_LETTERED);
    assertThat(ledger.standing().unaccounted()).isZero();
    assertThat(ledger.standing().outcomes())
        .containsOnly(Map.entry(Outcome.ACCEPTED, 1L), Map.entry(Outcome.DEAD_LETTERED, 1L));
  }

  @Test
  void countsARepeatOnceOnly() {
    ledger.expect("m1", CHANNEL, "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);

    assertThat(ledger.standing().accounted()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(1);
  }

  @Test
  void twoPushesUnderOneIdAreOne() {
    ledger.expect("m1", CHANNEL, "ann");
    UUID same = new UUID(1, 2);
    ledger.record(same, "m1", "bob", "b1", Outcome.ACCEPTED, 5);
    ledger.record(same, "m1", "bob", "b2", Outcome.ACCEPTED, 5);

    assertThat(ledger.standing().unaccounted()).isEqualTo(1);
  }

  @Test
  void tellsARepeatUnderAnotherTagFromOneUnderItsFirst() {
    ledger.expect("m1", CHANNEL, "ann");
    UUID first = new UUID(1, 2);
    ledger.record(first, "m1", "bob", "b1", Outcome.ACCEPTED, 5);
    ledger.record(first, "m1", "bob", "b1", Outcome.ACCEPTED, 5);
    assertThat(ledger.underAnotherTag()).isZero();

    ledger.record(new UUID(1, 3), "m1", "bob", "b1", Outcome.ACCEPTED, 5);
    assertThat(ledger.underAnotherTag()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(2);
  }

  @Test
  void aMessageIsAnsweredOnceAllItsDevicesHaveAnOutcomeOrAreGone() {
    assertThat(ledger.isAnswered("m1")).as("before it is sent").isFalse();
    ledger.expect("m1", CHANNEL, "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    assertThat(ledger.isAnswered("m1")).isFalse();

    ledger.ended("b2");
    assertThat(ledger.isAnswered("m1")).isTrue();
  }

  @Test
  void namesChannelsAndUsersWithoutProgress() {
    long now = System.nanoTime();
    ledger.expect("m1", CHANNEL, "ann");
    assertThat(ledger.stalled(Duration.ofHours(1), now)).isEmpty();
    assertThat(ledger.stalled(Duration.ofNanos(-1), now)).containsExactly("channel c", "user bob");

    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b2", Outcome.ACCEPTED);
    assertThat(ledger.stalled(Duration.ofNanos(-1), now)).as("nothing is pending").isEmpty();
  }

  @Test
  void anEditOfAMessageCallsForNothingMore() {
    ledger.expect("m1", CHANNEL, "ann");
    ledger.expect("m1", CHANNEL, "ann");

    assertThat(ledger.standing().calledFor()).isEqualTo(2);
  }

  @Test
  void theSenderGetsNoPushAndNobodyElseGoesWithout() {
    ledger.expect("m1", CHANNEL, "ann");
    ledger.record(new UUID(1, 1), "m1", "ann", null, Outcome.SUPPRESSED, 5);
    assertThat(ledger.standing().uncalledFor()).isZero();
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);

    ledger.record(new UUID(1, 2), "m1", "bob", null, Outcome.SUPPRESSED, 5);
    assertThat(ledger.standing().uncalledFor()).isEqualTo(1);
  }

  @Test
  void whatNobodyCalledForDoesNotMakeUpForWhatIsMissing() {
    ledger.expect("m1", CHANNEL, "ann");
    outcome("m1", "ann", "a1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b9", Outcome.ACCEPTED);
    outcome("m1", "eve", "b1", Outcome.ACCEPTED);
    outcome("other", "bob", "b1", Outcome.ACCEPTED);

    assertThat(ledger.standing().uncalledFor()).isEqualTo(3);
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);
  }

  @Test
  void aRecipientWithoutADeviceIsCountedApart() {
    ledger.expect("m1", CHANNEL, "ann");
    outcome("m1", "eve", null, Outcome.NO_DEVICE);
    outcome("m1", "eve", null, Outcome.NO_DEVICE);

    assertThat(ledger.standing().withoutDevice()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(1);
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);
  }

  @Test
  void aDeviceWhoseRegistrationEndedOwesNothingMore() {
    ledger.expect("m1", CHANNEL, "ann");
    ledger.expect("m2", CHANNEL, "ann");
    ledger.expect("m3", CHANNEL, "bob");
    outcome("m1", "bob", "b1", Outcome.TOKEN_RETIRED);
    ledger.ended("b1");

    Standing standing = ledger.standing();
    assertThat(standing.excused()).isEqualTo(1);
    assertThat(standing.unaccounted()).isEqualTo(5 - 1 - 1);
  }

  @Test
  void latencyIsOfWhatFcmAccepted() {
    ledger.expect("m1", CHANNEL, "ann");
    ledger.record(UUID.randomUUID(), "m1", "bob", "b1", Outcome.ACCEPTED, 40);
    ledger.record(UUID.randomUUID(), "m1", "bob", "b2", Outcome.EXPIRED, 90_000);

    assertThat(ledger.standing().max()).isEqualTo(Duration.ofMillis(40));
  }

  private void outcome(String message, String user, @Nullable String device, Outcome outcome) {
    UUID id = UUID.nameUUIDFromBytes((message + user + device).getBytes(StandardCharsets.UTF_8));
    ledger.record(id, message, user, device, outcome, 1);
  }
}
