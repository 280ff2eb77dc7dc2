package io.chatpush.dispatch.operations.search;

import static io.chatpush.dispatch.Pushes.aMessage;
import static io.chatpush.dispatch.operations.deadletters.DeadLetterFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.dispatch.operations.deadletters.DeadLetterFixtures;
import io.chatpush.dispatch.operations.search.MessagePushes.Device;
import io.chatpush.dispatch.operations.search.MessagePushes.Pending;
import io.chatpush.dispatch.operations.search.MessagePushes.Recipient;
import io.chatpush.dispatch.operations.search.MessagePushes.Stage;
import io.chatpush.dispatch.operations.search.MessagePushes.Step;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.PushCauses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {

  private static final String PUSH_ID =
      PushId.ofDevice("app", "message-1", "user-1", "device-1").toString();

  private final MessageHistory history = new MessageHistory("app", "message-1");

  @Test
  void tellsALifeInOrder() {
    history.decided(outcome("device-1", Outcome.ACCEPTED, NOW.plusSeconds(60)));
    history.decided(outcome("device-1", Outcome.DEAD_LETTERED, NOW));
    history.acted(redriven(NOW.plusSeconds(50)));
    Device device = only();
    assertThat(device.history())
        .extracting(Step::what)
        .containsExactly("DEAD_LETTERED", "REDRIVEN", "ACCEPTED");
    assertThat(device.state()).isEqualTo("ACCEPTED");
  }

  @Test
  void namesTheDeadLetterOfAPush() {
    history.decided(outcome("device-1", Outcome.DEAD_LETTERED, NOW));
    history.deadLetter(
        DeadLetterFixtures.letter(
            DeadLetterFixtures.aPush("app", "user-1", "device-1").setFailedAt(NOW).build()));
    assertThat(only().history().getFirst().letter()).isEqualTo("0/7");
  }

  @Test
  void showsTheCodeOfFcmAndNotThatItDecided() {
    history.decided(ended(PushCauses.of(Reason.REJECTED, "SENDER_ID_MISMATCH"), NOW));
    history.decided(ended(PushCauses.of(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT"), NOW));
    history.decided(ended(PushCauses.of(Reason.DEVICE_GONE), NOW));
    assertThat(only().history())
        .extracting(Step::reason, Step::errorCode)
        .containsExactlyInAnyOrder(
            tuple("SENDER_ID_MISMATCH", null),
            tuple("INVALID_ADDRESS", "INVALID_ARGUMENT"),
            tuple("DEVICE_GONE", null));
  }

  private static PushOutcome ended(PushCause cause, Instant at) {
    return PushOutcome.newBuilder(outcome("device-1", Outcome.DEAD_LETTERED, at))
        .setCause(cause)
        .build();
  }

  @Test
  void tellsARepeatOnce() {
    PushOutcome outcome = outcome("device-1", Outcome.ACCEPTED, NOW);
    history.decided(outcome);
    history.decided(outcome);
    assertThat(only().history()).hasSize(1);
  }

  @Test
  void takesWhatIsDoneButNotCommittedForDone() {
    history.waits("user-1", "device-1", 0, pending(Stage.DELIVERY, NOW, 1));
    history.decided(outcome("device-1", Outcome.ACCEPTED, NOW.plusMillis(100)));
    assertThat(only().pending()).isNull();
    assertThat(only().state()).isEqualTo("ACCEPTED");
  }

  @Test
  void showsThatARedrivenPushIsOnItsWay() {
    history.decided(outcome("device-1", Outcome.DEAD_LETTERED, NOW));
    history.waits("user-1", "device-1", 1, pending(Stage.JOIN, NOW.plusSeconds(5), 1));
    assertThat(only().state()).isEqualTo("JOIN");
    assertThat(only().history()).hasSize(1);
  }

  @Test
  void showsTheFurthestOfWhatIsNotCommitted() {
    history.waits("user-1", "device-1", 0, pending(Stage.DELIVERY, NOW, 1));
    history.waits("user-1", "device-1", 0, pending(Stage.RETRY, NOW.plusSeconds(1), 2));
    history.waits("user-1", "device-1", 0, pending(Stage.JOIN, NOW, 1));
    assertThat(only().state()).isEqualTo("RETRY");
  }

  @Test
  void knowsNoDevicesBeforeTheyAreLookedUp() {
    history.waits("user-1", null, 0, pending(Stage.FAN_OUT, NOW, 1));
    assertThat(only().device()).isNull();
    assertThat(only().state()).isEqualTo("FAN_OUT");
  }

  @Test
  void forgetsTheCommandOnceItsDevicesAreLookedUp() {
    history.waits("user-1", null, 0, pending(Stage.JOIN, NOW, 1));
    history.waits("user-1", "device-1", 0, pending(Stage.DELIVERY, NOW.plusMillis(10), 1));
    assertThat(only().device()).isEqualTo("device-1");
  }

  @Test
  void listsUsersAndDevicesByName() {
    history.decided(outcome("adam", null, Outcome.NO_DEVICE, NOW));
    history.decided(outcome("device-2", Outcome.ACCEPTED, NOW));
    history.decided(outcome("device-1", Outcome.ACCEPTED, NOW));
    assertThat(history.recipients()).extracting(Recipient::user).containsExactly("adam", "user-1");
    assertThat(history.recipients().getLast().devices())
        .extracting(Device::device)
        .containsExactly("device-1", "device-2");
  }

  private Device only() {
    assertThat(history.recipients()).hasSize(1);
    assertThat(history.recipients().getFirst().devices()).hasSize(1);
    return history.recipients().getFirst().devices().getFirst();
  }

  private static Pending pending(Stage stage, Instant since, int attempt) {
    return new Pending(stage, since, attempt, null, null, "topic", 0, 7, 0);
  }

  private static PushOutcome outcome(@Nullable String device, Outcome outcome, Instant at) {
    return outcome("user-1", device, outcome, at);
  }

  private static PushOutcome outcome(
      String user, @Nullable String device, Outcome outcome, Instant at) {
    PushId pushId =
        device == null
            ? PushId.ofUser("app", "message-1", user)
            : PushId.ofDevice("app", "message-1", user, device);
    return PushOutcome.newBuilder()
        .setMessage(aMessage("app", "message-1", NOW))
        .setTarget(new PushTarget(pushId.toString(), user, device))
        .setOutcome(outcome)
        .setDecidedAt(at)
        .build();
  }

  private static DeadLetterAction redriven(Instant at) {
    return DeadLetterAction.newBuilder()
        .setAction(DeadLetterActionType.REDRIVEN)
        .setJobId("job-1")
        .setLetter(new RecordPlace("topic", 0, 7L))
        .setPushId(PUSH_ID)
        .setActedBy("operator")
        .setActedAt(at)
        .build();
  }
}
