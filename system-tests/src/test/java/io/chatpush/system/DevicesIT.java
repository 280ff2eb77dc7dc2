package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.UserDeviceHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The life of a device's address, as its user and its operator see it. */
@SystemTest
final class DevicesIT {

  private final Apps apps;
  private final Simulator simulator;
  private final ChatSystem chat;
  private final TopicTail<PushOutcome> outcomes;
  private final TopicTail<UserDevice> devices;

  DevicesIT(RunningStack stack) {
    this.apps = new Apps(stack);
    this.simulator = new Simulator(stack);
    this.chat = new ChatSystem(stack);
    this.outcomes = TopicTail.outcomes(stack);
    this.devices = TopicTail.records(stack, Topics.USER_DEVICES, UserDevice.class);
  }

  @AfterEach
  void disconnect() {
    chat.close();
    outcomes.close();
    devices.close();
  }

  @Test
  void sendsAReinstalledAppOnePushAndNotTwo() throws Exception {
    Phone before = Phone.aPhone();
    Phone now = before.reinstalled();
    apps.register(before);
    apps.register(now);
    assertThat(reasonOfTheEndOf(before)).isEqualTo("ADDRESS_MOVED");

    ChatMessageEvent message = chat.aMessageTo(now.user());
    var _ = chat.publish(message);

    PushOutcome outcome = outcomeOf(message.getMessageId(), now);
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(simulator.inbox(now).requests()).isEqualTo(1);
  }

  @Test
  void sendsNothingToAPhoneOfSomebodyElseNow() throws Exception {
    Phone before = Phone.aPhone();
    Phone now = before.signedInBy(Phone.somebody());
    apps.register(before);
    apps.register(now);
    assertThat(reasonOfTheEndOf(before)).isEqualTo("OTHER_USER");

    ChatMessageEvent message = chat.aMessageTo(before.user());
    var _ = chat.publish(message);

    PushOutcome outcome =
        outcomes
            .await(
                "the outcome of the user before",
                entry -> entry.value().getMessage().getMessageId().equals(message.getMessageId()))
            .value();
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.NO_DEVICE);
    assertThat(simulator.inbox(now).requests()).isZero();
  }

  @Test
  void leavesAPhoneToItsUserWhereAnotherKnowsItsDeviceIdOnly() throws Exception {
    Phone phone = Phone.aPhone();
    Phone impostor = phone.impersonatedBy(Phone.somebody());
    apps.register(phone);
    apps.register(impostor);

    ChatMessageEvent message = chat.aMessageTo(phone.user(), impostor.user());
    var _ = chat.publish(message);

    PushOutcome first = outcomeOf(message.getMessageId(), phone);
    PushOutcome second = outcomeOf(message.getMessageId(), impostor);
    assertThat(List.of(first, second))
        .extracting(PushOutcome::getOutcome)
        .containsOnly(Outcome.ACCEPTED);
    assertThat(first.getTarget().getPushId()).isNotEqualTo(second.getTarget().getPushId());
    assertThat(simulator.inbox(phone).requests()).isEqualTo(1);
    assertThat(simulator.inbox(impostor).requests()).isEqualTo(1);
  }

  @Test
  void sendsATestPushToTheOneDevice() throws Exception {
    Phone phone = Phone.aPhone();
    Phone other = phone.another("normal");
    apps.register(phone, other);

    HttpResponse<String> answer = apps.test(phone);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String message = JsonMapper.shared().readTree(answer.body()).path("message_id").asString();
    assertThat(outcomeOf(message, phone).getOutcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(simulator.awaitPush(phone).body()).isEqualTo("This device gets push notifications.");
    assertThat(simulator.inbox(other).requests()).isZero();
  }

  @Test
  void erasesAPersonForAnOperator() throws Exception {
    Phone phone = Phone.aPhone();
    apps.register(phone, phone.another("normal"));

    HttpResponse<String> answer = apps.erase(phone.user());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"devices\":2}");
    assertThat(reasonOfTheEndOf(phone)).isEqualTo("ERASED");
  }

  private String reasonOfTheEndOf(Phone phone) {
    ConsumerRecord<String, UserDevice> tombstone =
        devices.await(
            "the end of " + phone.id(),
            entry -> entry.key().equals(phone.key()) && entry.value() == null);
    return ChatSystem.text(tombstone.headers().lastHeader(UserDeviceHeaders.REASON));
  }

  private PushOutcome outcomeOf(String message, Phone phone) {
    return outcomes
        .await(
            "the outcome on the phone " + phone.id(),
            entry ->
                entry.value().getMessage().getMessageId().equals(message)
                    && phone.user().equals(entry.value().getTarget().getUserId())
                    && phone.id().equals(entry.value().getTarget().getDeviceId()))
        .value();
  }
}
