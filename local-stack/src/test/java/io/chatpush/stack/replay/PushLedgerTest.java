package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
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
    expect("m1", "ann");
    expect("m2", "bob");
    expect("m3", "eve");

    assertThat(ledger.standing().calledFor()).isEqualTo(2 + 1 + 3);
  }

  @Test
  void isCompleteWhenEveryPushHasAnOutcome() {
    expect("m1", "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    assertThat(ledger.standing().unaccounted()).isEqualTo(1);

    outcome("m1", "bob", "b2", Outcome.DEAD_LETTERED);
    assertThat(ledger.standing().unaccounted()).isZero();
    assertThat(ledger.standing().outcomes())
        .containsOnly(Map.entry(Outcome.ACCEPTED, 1L), Map.entry(Outcome.DEAD_LETTERED, 1L));
  }

  @Test
  void countsARepeatOnceOnly() {
    expect("m1", "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);

    assertThat(ledger.standing().accounted()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(1);
  }

  @Test
  void twoPushesUnderOneIdAreOne() {
    expect("m1", "ann");
    UUID same = new UUID(1, 2);
    ledger.record(same, "m1", "bob", "b1", Outcome.ACCEPTED, null, 5);
    ledger.record(same, "m1", "bob", "b2", Outcome.ACCEPTED, null, 5);

    assertThat(ledger.standing().unaccounted()).isEqualTo(1);
  }

  @Test
  void tellsARepeatUnderAnotherTagFromOneUnderItsFirst() {
    expect("m1", "ann");
    UUID first = new UUID(1, 2);
    ledger.record(first, "m1", "bob", "b1", Outcome.ACCEPTED, null, 5);
    ledger.record(first, "m1", "bob", "b1", Outcome.ACCEPTED, null, 5);
    assertThat(ledger.underAnotherTag()).isZero();

    ledger.record(new UUID(1, 3), "m1", "bob", "b1", Outcome.ACCEPTED, null, 5);
    assertThat(ledger.underAnotherTag()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(2);
  }

  @Test
  void aMessageIsAnsweredOnceAllItsDevicesHaveAnOutcomeOrAreGone() {
    assertThat(ledger.isAnswered("m1")).as("before it is sent").isFalse();
    expect("m1", "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    assertThat(ledger.isAnswered("m1")).isFalse();

    ledger.ended("b2");
    assertThat(ledger.isAnswered("m1")).isTrue();
  }

  @Test
  void namesChannelsAndUsersWithoutProgress() {
    long now = System.nanoTime();
    expect("m1", "ann");
    assertThat(ledger.stalled(Duration.ofHours(1), now)).isEmpty();
    assertThat(ledger.stalled(Duration.ofNanos(-1), now)).containsExactly("channel c", "user bob");

    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b2", Outcome.ACCEPTED);
    assertThat(ledger.stalled(Duration.ofNanos(-1), now)).as("nothing is pending").isEmpty();
  }

  @Test
  void anEditOfAMessageCallsForNothingMore() {
    expect("m1", "ann");
    expect("m1", "ann");

    assertThat(ledger.standing().calledFor()).isEqualTo(2);
  }

  @Test
  void theSenderGetsNoPushAndNobodyElseGoesWithout() {
    expect("m1", "ann");
    ledger.record(new UUID(1, 1), "m1", "ann", null, Outcome.SUPPRESSED, null, 5);
    assertThat(ledger.standing().uncalledFor()).isZero();
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);

    ledger.record(new UUID(1, 2), "m1", "bob", null, Outcome.SUPPRESSED, null, 5);
    assertThat(ledger.standing().uncalledFor()).isEqualTo(1);
  }

  @Test
  void callsForNoPushesOfATypeThatIsOff() {
    ledger.expect("m1", ChatEventType.REACTION, CHANNEL, "ann");
    ledger.expect("m2", ChatEventType.REACTION, CHANNEL, "bob");
    expect("m3", "eve");
    suppressed("m1", "bob", Reason.TYPE_OFF);
    assertThat(ledger.isAnswered("m1")).as("eve has no device").isTrue();
    assertThat(ledger.isAnswered("m2")).isFalse();
    suppressed("m1", "eve", Reason.TYPE_OFF);
    suppressed("m2", "ann", Reason.TYPE_OFF);
    suppressed("m2", "eve", Reason.TYPE_OFF);

    Standing standing = ledger.standing();
    assertThat(standing.withoutPush()).containsExactly(Map.entry(Reason.TYPE_OFF, 4L));
    assertThat(standing.messagesOfTypesOff())
        .containsExactly(Map.entry(ChatEventType.REACTION, 2L));
    assertThat(standing.calledFor()).as("only of m3").isEqualTo(3);
    assertThat(standing.unaccounted()).isEqualTo(3);
    assertThat(standing.uncalledFor()).isZero();
    assertThat(standing.outcomes()).isEmpty();
    assertThat(standing.settled()).isEqualTo(4);
  }

  @Test
  void callsForNoPushesOverTheLimitOfTheApp() {
    expect("m1", "ann");
    suppressed("m1", "bob", Reason.APP_LIMIT);

    Standing standing = ledger.standing();
    assertThat(standing.withoutPush()).containsExactly(Map.entry(Reason.APP_LIMIT, 1L));
    assertThat(standing.messagesOfTypesOff()).isEmpty();
    assertThat(standing.calledFor()).isZero();
    assertThat(standing.unaccounted()).isZero();
    assertThat(standing.uncalledFor()).isZero();
  }

  @Test
  void countsARecipientWithoutAPushOnceOnly() {
    expect("m1", "ann");
    suppressed("m1", "bob", Reason.TYPE_OFF);
    suppressed("m1", "bob", Reason.TYPE_OFF);

    assertThat(ledger.standing().withoutPush()).containsExactly(Map.entry(Reason.TYPE_OFF, 1L));
    assertThat(ledger.standing().repeated()).isEqualTo(1);
    assertThat(ledger.standing().calledFor()).isZero();
  }

  @Test
  void aRecipientWithoutAPushMustBeARecipient() {
    expect("m1", "ann");
    suppressed("m1", "zoe", Reason.TYPE_OFF);
    suppressed("m1", "bob", Reason.EXCLUDED);

    assertThat(ledger.standing().withoutPush()).isEmpty();
    assertThat(ledger.standing().uncalledFor()).isEqualTo(2);
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);
  }

  @Test
  void aDeviceThatEndsIsNotExcusedAsWell() {
    expect("m1", "ann");
    suppressed("m1", "bob", Reason.TYPE_OFF);
    ledger.ended("b1");

    assertThat(ledger.standing().excused()).isZero();
    assertThat(ledger.standing().unaccounted()).isZero();
  }

  @Test
  void aTypeThatIsSwitchedOffAfterAPushLeavesThePushAccountedFor() {
    expect("m1", "ann");
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);
    suppressed("m1", "bob", Reason.TYPE_OFF);

    assertThat(ledger.standing().calledFor()).isEqualTo(1);
    assertThat(ledger.standing().accounted()).isEqualTo(1);
    assertThat(ledger.standing().unaccounted()).isZero();
  }

  @Test
  void aTypeThatIsSwitchedOnCallsForThePushesThatCome() {
    expect("m1", "ann");
    suppressed("m1", "bob", Reason.TYPE_OFF);
    outcome("m1", "bob", "b1", Outcome.ACCEPTED);

    assertThat(ledger.standing().calledFor()).isEqualTo(1);
    assertThat(ledger.standing().accounted()).isEqualTo(1);
    assertThat(ledger.standing().unaccounted()).isZero();
    assertThat(ledger.standing().uncalledFor()).isZero();
  }

  @Test
  void channelsAndUsersWithoutPushesAreNotWaitedFor() {
    expect("m1", "ann");
    suppressed("m1", "bob", Reason.TYPE_OFF);

    assertThat(ledger.stalled(Duration.ofNanos(-1), System.nanoTime())).isEmpty();
  }

  @Test
  void whatNobodyCalledForDoesNotMakeUpForWhatIsMissing() {
    expect("m1", "ann");
    outcome("m1", "ann", "a1", Outcome.ACCEPTED);
    outcome("m1", "bob", "b9", Outcome.ACCEPTED);
    outcome("m1", "eve", "b1", Outcome.ACCEPTED);
    outcome("other", "bob", "b1", Outcome.ACCEPTED);

    assertThat(ledger.standing().uncalledFor()).isEqualTo(3);
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);
  }

  @Test
  void aRecipientWithoutADeviceIsCountedApart() {
    expect("m1", "ann");
    outcome("m1", "eve", null, Outcome.NO_DEVICE);
    outcome("m1", "eve", null, Outcome.NO_DEVICE);

    assertThat(ledger.standing().withoutDevice()).isEqualTo(1);
    assertThat(ledger.standing().repeated()).isEqualTo(1);
    assertThat(ledger.standing().unaccounted()).isEqualTo(2);
  }

  @Test
  void aDeviceWhoseRegistrationEndedOwesNothingMore() {
    expect("m1", "ann");
    expect("m2", "ann");
    expect("m3", "bob");
    outcome("m1", "bob", "b1", Outcome.TOKEN_RETIRED);
    ledger.ended("b1");

    Standing standing = ledger.standing();
    assertThat(standing.excused()).isEqualTo(1);
    assertThat(standing.unaccounted()).isEqualTo(5 - 1 - 1);
  }

  @Test
  void latencyIsOfWhatFcmAccepted() {
    expect("m1", "ann");
    ledger.record(UUID.randomUUID(), "m1", "bob", "b1", Outcome.ACCEPTED, null, 40);
    ledger.record(UUID.randomUUID(), "m1", "bob", "b2", Outcome.EXPIRED, null, 90_000);

    assertThat(ledger.standing().max()).isEqualTo(Duration.ofMillis(40));
  }

  private void expect(String message, String sender) {
    ledger.expect(message, ChatEventType.NEW_MESSAGE, CHANNEL, sender);
  }

  private void suppressed(String message, String user, Reason reason) {
    UUID id = UUID.nameUUIDFromBytes((message + user).getBytes(StandardCharsets.UTF_8));
    ledger.record(id, message, user, null, Outcome.SUPPRESSED, reason, 1);
  }

  private void outcome(String message, String user, @Nullable String device, Outcome outcome) {
    UUID id = UUID.nameUUIDFromBytes((message + user + device).getBytes(StandardCharsets.UTF_8));
    ledger.record(id, message, user, device, outcome, null, 1);
  }
}
