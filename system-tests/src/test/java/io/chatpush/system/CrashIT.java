package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is lost when processes die. Late, for the others would wait until all is well again. */
@SystemTest
@Order(Order.DEFAULT + 1)
@Tag("faults")
final class CrashIT {

  private static final int MEMBERS = 20;
  private static final int MESSAGES = 500;
  private static final int RATE = 60;
  private static final int PUSHES = MESSAGES * (MEMBERS - 1);

  /** The default of {@code chatpush.pacing.max-in-flight}. */
  private static final int MAX_IN_FLIGHT = 1_600;

  private static final Duration REPLAY_LIMIT = Duration.ofMinutes(4);
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  private final RunningStack stack;
  private final Simulator simulator;

  CrashIT(RunningStack stack) {
    this.stack = stack;
    this.simulator = new Simulator(stack);
  }

  @Test
  void losesNothingWhenDispatchServiceIsKilledInTheMidstOfAReplay() throws Exception {
    long receivedBefore = simulator.received();
    ReplayFigures figures;
    try (Program replay =
        stack.chatpush("replay", "--format=irc", "--rate=" + RATE, aLog().toString())) {
      Awaitility.await("a third of the pushes")
          .atMost(REPLAY_LIMIT)
          .until(() -> simulator.received() - receivedBefore > PUSHES / 3);
      killDispatchService();
      run("up");
      figures = ReplayFigures.of(replay.await(REPLAY_LIMIT));
    }
    assertThat(figures.events()).isEqualTo(MESSAGES);
    assertThat(figures.calledFor()).isEqualTo(PUSHES);
    assertThat(figures.accepted()).isEqualTo(PUSHES);
    assertThat(figures.unaccounted()).isZero();
    assertThat(figures.duplicates()).isLessThanOrEqualTo(MAX_IN_FLIGHT);
    // The simulator knows duplicates by their tag: none came under another one.
    assertThat(simulator.received() - receivedBefore).isEqualTo(PUSHES + figures.duplicates());
    assertThat(simulator.duplicates(MAX_IN_FLIGHT))
        .allSatisfy(push -> assertThat(push.tag()).isNotEmpty().isEqualTo(push.pushId()));
  }

  @Test
  void recoversByItselfWhenBrokerAndRegistryRestart() throws Exception {
    Apps apps = new Apps(stack);
    Phone before = Phone.aPhone();
    apps.register(before);
    List<Long> services = servicePids();

    run("restart", "broker", "registry");

    assertThat(servicePids()).as("the services are the same processes").isEqualTo(services);
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      assertReceives(chat.aMessageTo(before.user()), chat, outcomes, before);
      // Only now: a join that has not caught up yet may read a message before a newer device.
      Phone after = Phone.aPhone();
      apps.register(after);
      ChatMessageEvent message = chat.aMessageTo(before.user(), after.user());
      assertReceives(message, chat, outcomes, before, after);
      assertThat(simulator.awaitPush(after).body()).isEqualTo(message.getBody());
    }
  }

  private void assertReceives(
      ChatMessageEvent message, ChatSystem chat, TopicTail<PushOutcome> outcomes, Phone... phones)
      throws Exception {
    var _ = chat.publish(message);
    for (Phone phone : phones) {
      PushOutcome outcome =
          outcomes
              .await(
                  "the outcome on the phone " + phone.id(),
                  entry ->
                      entry.value().getMessage().getMessageId().equals(message.getMessageId())
                          && phone.id().equals(entry.value().getTarget().getDeviceId()))
              .value();
      assertThat(outcome.getOutcome()).isEqualTo(Outcome.ACCEPTED);
    }
  }

  private void killDispatchService() throws Exception {
    ProcessHandle process = stack.process("dispatch-service");
    assertThat(process.destroyForcibly()).as("kill -9 is possible").isTrue();
    var _ = process.onExit().join();
  }

  private void run(String command, String... arguments) throws Exception {
    try (Program program = stack.chatpush(command, arguments)) {
      var _ = program.await(START_LIMIT).requireSuccess();
    }
  }

  private List<Long> servicePids() throws Exception {
    return List.of(stack.process("token-service").pid(), stack.process("dispatch-service").pid());
  }

  private static Path aLog() throws Exception {
    String text =
        IntStream.range(0, MESSAGES)
            .mapToObj(i ->
                "[%02d:%02d] <sailor|%02d> wave number %d"
                    .formatted(i / 60 % 24, i % 60, i % MEMBERS, i))
            .collect(Collectors.joining("\n"));
    return Files.writeString(
        Files.createDirectories(Project.target("logs-to-replay")).resolve("harbour.irc"), text);
  }
}
