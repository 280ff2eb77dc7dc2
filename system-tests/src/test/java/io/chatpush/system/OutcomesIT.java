package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.Reason;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every push ends in one outcome, and on the phones of nobody but its recipients. */
@SystemTest
final class OutcomesIT {

  /** What FCM asks for between two sends of a push. */
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(10);

  private final RunningStack stack;
  private final Apps apps;
  private final Simulator simulator;
  private final ChatSystem chat;
  private final TopicTail<PushOutcome> outcomes;

  OutcomesIT(RunningStack stack) {
    this.stack = stack;
    this.apps = new Apps(stack);
    this.simulator = new Simulator(stack);
    this.chat = new ChatSystem(stack);
    this.outcomes = TopicTail.outcomes(stack);
  }

  @AfterEach
  void disconnect() {
    chat.close();
    outcomes.close();
  }

  @Test
  void retiresTheAddressThatFcmNoLongerKnows() throws Exception {
    Phone phone = Phone.thatAnswers("unregistered");
    apps.register(phone);
    try (TopicTail<UserDevice> devices =
        TopicTail.records(stack, Topics.USER_DEVICES, UserDevice.class)) {
      ChatMessageEvent first = chat.aMessageTo(phone.user());
      var _ = chat.publish(first);

      PushOutcome retired = outcomeOf(first, phone);
      assertThat(retired.getOutcome()).isEqualTo(Outcome.TOKEN_RETIRED);
      assertThat(retired.getCause()).isEqualTo(PushCauses.of(Reason.UNREGISTERED));
      devices.await(
          "the end of the device in " + Topics.USER_DEVICES,
          entry -> entry.key().equals(phone.key()) && entry.value() == null);
    }
    ChatMessageEvent later = chat.aMessageTo(phone.user());
    var _ = chat.publish(later);
    PushOutcome withoutDevice = outcomeOf(later, phone);
    assertThat(withoutDevice.getOutcome()).isEqualTo(Outcome.NO_DEVICE);
    assertThat(withoutDevice.getTarget().getDeviceId()).isNull();
    assertThat(simulator.inbox(phone).requests()).as("sends to the dead address").isEqualTo(1);
  }

  @Test
  void triesAgainAfterTenSecondsUnderTheSameTag() throws Exception {
    Phone refusedOnce = Phone.thatAnswers("unavailable:x1");
    Phone reachedButRefused = refusedOnce.another("accepted.unavailable:x1");
    Phone untroubled = refusedOnce.another("normal");
    apps.register(refusedOnce, reachedButRefused, untroubled);
    ChatMessageEvent message = chat.aMessageTo(refusedOnce.user());
    var _ = chat.publish(message);

    assertThat(outcomeOf(message, untroubled).getAttempt()).isEqualTo(1);
    for (Phone phone : List.of(refusedOnce, reachedButRefused)) {
      PushOutcome outcome = outcomeOf(message, phone);
      assertThat(outcome.getOutcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(outcome.getAttempt()).isEqualTo(2);
      assertThat(Duration.between(outcome.getMessage().getFannedOutAt(), outcome.getDecidedAt()))
          .isGreaterThanOrEqualTo(SHORTEST_RETRY);
      Simulator.Inbox inbox = simulator.inbox(phone);
      assertThat(inbox.requests()).isEqualTo(2);
      assertThat(inbox.earlyRetries()).isZero();
      assertThat(inbox.pushes())
          .extracting(Simulator.Push::tag)
          .isNotEmpty()
          .containsOnly(outcome.getTarget().getPushId());
    }
    assertThat(simulator.inbox(reachedButRefused).duplicates())
        .as("pushes that reached the phone twice, which their tag hides")
        .isEqualTo(1);
    assertThat(simulator.inbox(untroubled).requests())
        .as("sends to the phone that had the push at once")
        .isEqualTo(1);
  }

  @Test
  void keepsWhatFcmFindsInvalidInTheDeadLetters() throws Exception {
    Phone phone = Phone.thatAnswers("invalid_argument");
    apps.register(phone);
    try (TopicTail<DeadLetter> deadLetters =
        TopicTail.records(stack, Topics.PUSH_DEAD_LETTERS, DeadLetter.class)) {
      ChatMessageEvent message = chat.aMessageTo(phone.user());
      var _ = chat.publish(message);

      PushOutcome outcome = outcomeOf(message, phone);
      assertThat(outcome.getOutcome()).isEqualTo(Outcome.DEAD_LETTERED);
      PushCause cause = PushCauses.of(Reason.REJECTED, "INVALID_ARGUMENT");
      assertThat(outcome.getCause()).isEqualTo(cause);
      DeadLetter letter =
          deadLetters
              .await(
                  "the dead letter of the push",
                  entry ->
                      entry.value().getTarget().getPushId().equals(outcome.getTarget().getPushId()))
              .value();
      assertThat(letter.getCause()).isEqualTo(cause);
      assertThat(letter.getHttpStatus()).isEqualTo(400);
      assertThat(letter.getContents()).hasSize(1);
      assertThat(letter.toString()).doesNotContain(phone.address());
    }
    assertThat(simulator.inbox(phone).requests()).isEqualTo(1);
  }

  @Test
  void sendsNothingToTheSenderHimself() throws Exception {
    Phone sender = Phone.aPhone();
    Phone recipient = Phone.aPhone();
    apps.register(sender, recipient);
    ChatMessageEvent question =
        chat.aMessage(sender.user(), List.of(sender.user(), recipient.user()));
    ChatMessageEvent answer =
        ChatMessageEvent.newBuilder(chat.aMessage(recipient.user(), List.of(sender.user())))
            .setChannelId(question.getChannelId()) // so that it comes behind the question
            .build();
    var _ = chat.publish(question);
    var _ = chat.publish(answer);

    assertThat(outcomeOf(question, recipient).getOutcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcomeOf(answer, sender).getOutcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(simulator.inbox(sender).pushes())
        .extracting(Simulator.Push::body)
        .containsExactly(answer.getBody());
    assertThat(outcomesOf(question))
        .extracting("target.userId", "outcome", "cause.reason")
        .containsExactlyInAnyOrder(
            tuple(recipient.user(), Outcome.ACCEPTED, null),
            tuple(sender.user(), Outcome.SUPPRESSED, Reason.SENDER));
  }

  @Test
  void sendsNothingToAPhoneOnWhichSomebodyElseHasSignedIn() throws Exception {
    Phone before = Phone.aPhone();
    Phone now = before.signedInBy(Phone.somebody());
    apps.register(before);
    apps.register(now);
    ChatMessageEvent forTheOldOwner = chat.aMessageTo(before.user());
    ChatMessageEvent forTheNewOwner = chat.aMessageTo(now.user());
    var _ = chat.publish(forTheOldOwner);
    var _ = chat.publish(forTheNewOwner);

    assertThat(outcomeOf(forTheOldOwner, before).getOutcome()).isEqualTo(Outcome.NO_DEVICE);
    assertThat(outcomeOf(forTheNewOwner, now).getOutcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(simulator.inbox(now).pushes())
        .extracting(Simulator.Push::body)
        .containsExactly(forTheNewOwner.getBody());
  }

  /** The outcome of a message for a phone, or for its owner who has none. */
  private PushOutcome outcomeOf(ChatMessageEvent message, Phone phone) {
    return outcomes
        .await(
            "the outcome on the phone " + phone.id(),
            entry ->
                entry.value().getMessage().getMessageId().equals(message.getMessageId())
                    && entry.value().getTarget().getUserId().equals(phone.user())
                    && (entry.value().getTarget().getDeviceId() == null
                        || phone.id().equals(entry.value().getTarget().getDeviceId())))
        .value();
  }

  private List<PushOutcome> outcomesOf(ChatMessageEvent message) {
    return outcomes.all().stream()
        .map(entry -> entry.value())
        .filter(outcome -> outcome.getMessage().getMessageId().equals(message.getMessageId()))
        .toList();
  }
}
