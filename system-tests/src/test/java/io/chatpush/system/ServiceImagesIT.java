package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The services as their own images. Part of the profile {@code containers} alone. */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServiceImagesIT {

  /** Of a JVM that ended because it was asked to: 128 and the number of SIGTERM. */
  private static final long ENDED_BY_SIGTERM = 143;

  private final ContainerStack stack;
  private final Apps apps;
  private final Simulator simulator;
  private final ChatSystem chat;
  private final TopicTail<PushOutcome> outcomes;

  ServiceImagesIT() throws Exception {
    this.stack = new ContainerStack();
    this.apps = new Apps(stack);
    this.simulator = new Simulator(stack);
    this.chat = new ChatSystem(stack);
    this.outcomes = TopicTail.outcomes(stack);
  }

  @AfterAll
  void stop() {
    chat.close();
    outcomes.close();
    stack.close();
  }

  @Test
  void aMessageReachesTheDeviceThatWasRegistered() throws Exception {
    Phone phone = Phone.aPhone();
    apps.register(phone);

    ChatMessageEvent message = chat.aMessageTo(phone.user());
    var _ = chat.publish(message);

    assertThat(simulator.awaitPush(phone).body()).isEqualTo(message.getBody());
    assertThat(outcomeOf(message)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void dispatchServiceEndsWhenAskedToAndThenSendsWhatCameMeanwhile() throws Exception {
    Phone phone = Phone.aPhone();
    apps.register(phone);

    assertThat(stack.dispatchService().stop()).as("exit code").isEqualTo(ENDED_BY_SIGTERM);
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    var _ = chat.publish(message);
    stack.dispatchService().start();

    assertThat(simulator.awaitPush(phone).body()).isEqualTo(message.getBody());
    assertThat(outcomeOf(message)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void tokenServiceEndsWhenAskedToAndTakesRegistrationsAgain() throws Exception {
    assertThat(stack.tokenService().stop()).as("exit code").isEqualTo(ENDED_BY_SIGTERM);
    stack.tokenService().start();

    Phone phone = Phone.aPhone();
    apps.register(phone);
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    var _ = chat.publish(message);

    assertThat(outcomeOf(message)).isEqualTo(Outcome.ACCEPTED);
  }

  private Outcome outcomeOf(ChatMessageEvent message) {
    return outcomes
        .await(
            "the outcome of " + message.getMessageId(),
            entry -> entry.value().getMessage().getMessageId().equals(message.getMessageId()))
        .value()
        .getOutcome();
  }
}
