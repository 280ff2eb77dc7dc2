package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.Reason;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.UserDeviceHeaders;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A device whose address FCM calls invalid is retired after the second time, by setting. */
@SystemTest
@Tag("faults")
@Order(Order.DEFAULT + 1)
final class InvalidAddressesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RunningStack stack;
  private final Apps apps;
  private final Simulator simulator;
  private final ChatSystem chat;
  private final TopicTail<PushOutcome> outcomes;
  private final TopicTail<DeadLetter> letters;
  private final TopicTail<UserDevice> devices;

  InvalidAddressesIT(RunningStack stack) {
    this.stack = stack;
    this.apps = new Apps(stack);
    this.simulator = new Simulator(stack);
    this.chat = new ChatSystem(stack);
    this.outcomes = TopicTail.outcomes(stack);
    this.letters = TopicTail.records(stack, Topics.PUSH_DEAD_LETTERS, DeadLetter.class);
    this.devices = TopicTail.records(stack, Topics.USER_DEVICES, UserDevice.class);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    chat.close();
    outcomes.close();
    letters.close();
    devices.close();
    stack.restartTokenService(Map.of());
  }

  @Test
  void retiresAnInvalidAddressAfterTheSecondTimeByASetting() throws Exception {
    Phone phone = Phone.thatAnswers("invalid_address");
    apps.register(phone);

    stack.restartTokenService(Map.of("CHATPUSH_OWNERSHIP_INVALIDADDRESSLIMIT", "0"));
    for (int refusals = 1; refusals <= 2; refusals++) {
      assertDeadLettered(message(phone), phone);
      awaitRefusals(refusals);
    }
    assertStillThere("devices where refusals end none", phone);

    stack.restartTokenService(Map.of("CHATPUSH_OWNERSHIP_INVALIDADDRESSINTERVAL", "1ms"));
    assertDeadLettered(message(phone), phone);
    awaitRefusals(1);
    assertStillThere("devices after the first time", phone);
    assertDeadLettered(message(phone), phone);
    assertThat(reasonOfTheEndOf(phone)).isEqualTo("INVALID_ADDRESS");
    Awaitility.await("the device gone from what its user sees")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(apps.devicesOf(phone)).doesNotContain(phone.id()));

    ChatMessageEvent later = message(phone);
    PushOutcome outcome =
        outcomes
            .await(
                "the outcome of the message after the end of the device",
                entry -> entry.value().getMessage().getMessageId().equals(later.getMessageId()))
            .value();
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.NO_DEVICE);
    assertThat(stack.chatpush("why", later.getMessageId()).await(PATIENCE).requireSuccess())
        .contains("(no device)");
    assertThat(simulator.inbox(phone).requests()).as("sends to the invalid address").isEqualTo(4);
  }

  /** A token-service that has just started answers 503 until it has its partitions. */
  private void assertStillThere(String what, Phone phone) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(apps.devicesOf(phone)).contains(phone.id()));
  }

  private ChatMessageEvent message(Phone phone) throws Exception {
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    var _ = chat.publish(message);
    return message;
  }

  private void assertDeadLettered(ChatMessageEvent message, Phone phone) {
    PushOutcome outcome =
        outcomes
            .await(
                "the outcome on the phone " + phone.id(),
                entry ->
                    entry.value().getMessage().getMessageId().equals(message.getMessageId())
                        && phone.id().equals(entry.value().getTarget().getDeviceId()))
            .value();
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.DEAD_LETTERED);
    PushCause cause = PushCauses.of(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT");
    assertThat(outcome.getCause()).isEqualTo(cause);
    DeadLetter letter =
        letters
            .await(
                "the dead letter of the push",
                entry ->
                    entry.value().getTarget().getPushId().equals(outcome.getTarget().getPushId()))
            .value();
    assertThat(letter.getCause()).isEqualTo(cause);
  }

  private String reasonOfTheEndOf(Phone phone) {
    ConsumerRecord<String, UserDevice> tombstone =
        devices.await(
            "the end of the device in " + Topics.USER_DEVICES,
            entry -> entry.key().equals(phone.key()) && entry.value() == null);
    return ChatSystem.text(tombstone.headers().lastHeader(UserDeviceHeaders.REASON));
  }

  /** Since token-service was started. */
  private void awaitRefusals(int count) {
    Awaitility.await(count + " refusals that token-service has taken")
        .atMost(PATIENCE)
        .until(() ->
            stack.tokenServiceMeter("push_ownership_events_total", "result=\"refused\"") >= count);
  }
}
