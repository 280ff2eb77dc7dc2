package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators do from the command line about pushes that could not be delivered. */
@SystemTest
final class DeadLettersIT {

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PHONES = 100;
  private static final int MESSAGES = 100;
  private static final int RATE = 2_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Clock clock = Clock.systemUTC();
  private final RunningStack stack;
  private final Apps apps;
  private final Simulator simulator;
  private final ChatSystem chat;

  DeadLettersIT(RunningStack stack) {
    this.stack = stack;
    this.apps = new Apps(stack);
    this.simulator = new Simulator(stack);
    this.chat = new ChatSystem(stack);
  }

  @AfterEach
  void disconnect() {
    chat.close();
  }

  @Test
  void tellsTheLifeOfAPushThatWasRedriven() throws Exception {
    Phone phone = Phone.thatAnswers("invalid_argument:x1");
    apps.register(phone);
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    try (TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      var _ = chat.publish(message);
      outcomes.await("the dead letter", entry -> is(entry.value(), message, Outcome.DEAD_LETTERED));
      JsonNode redriven = json("dead-letters redrive", "--user", phone.user(), "--canary", "0");
      assertThat(redriven.path("done").asInt()).isEqualTo(1);
      outcomes.await("the acceptance", entry -> is(entry.value(), message, Outcome.ACCEPTED));
    }

    JsonNode why = json("why", message.getMessageId());
    JsonNode device = why.path("recipients").path(0).path("devices").path(0);
    assertThat(StreamSupport.stream(device.path("history").spliterator(), false))
        .extracting(step -> step.path("what").asString())
        .containsExactly("DEAD_LETTERED", "REDRIVEN", "ACCEPTED");
    String picture =
        stack.chatpush("why", message.getMessageId()).await(COMMAND_LIMIT).requireSuccess();
    assertThat(picture).contains(phone.id(), "✗ dead letter", "redriven", "✓ accepted");
    assertThat(picture).doesNotContain(message.getBody(), phone.address());
  }

  @Test
  void saysWhereAPushIsThatIsTriedAgain() throws Exception {
    // Later than the other tests last: they count what the simulator receives.
    Phone phone = Phone.thatAnswers("unavailable:20m:x1");
    apps.register(phone);
    ChatMessageEvent message = chat.aMessageTo(phone.user());
    var _ = chat.publish(message);
    Awaitility.await("the push in a retry topic")
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(stack.chatpush("why", message.getMessageId()).await(COMMAND_LIMIT).output())
                .contains(phone.user(), "is tried again from", "attempt 2"));
  }

  @Test
  void saysThatNothingIsKnown() throws Exception {
    Program.Ended why = stack.chatpush("why", Phone.unique("message")).await(COMMAND_LIMIT);
    assertThat(why.status()).isEqualTo(4);
    assertThat(why.output()).contains("Nothing is known");
  }

  @Test
  void redrivesTenThousandAtTheRateAskedForAndNoneTwice() throws Exception {
    Instant begin = clock.instant();
    String family = Phone.unique("redrive");
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < PHONES; i++) {
      phones.add(Phone.thatAnswers(family));
    }
    apps.register(phones.toArray(Phone[]::new));
    simulator.behave(family + "*", "invalid_argument");
    String[] users = phones.stream().map(Phone::user).toArray(String[]::new);
    for (int i = 0; i < MESSAGES; i++) {
      var _ = chat.publish(chat.aMessageTo(users));
    }
    String since = begin.toString();
    Awaitility.await("ten thousand dead letters")
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    json("dead-letters list", "--group", "reason", "--since", since)
                        .path("total")
                        .asInt())
                .isEqualTo(PHONES * MESSAGES));

    simulator.behaveWell(family + "*");
    try (TopicTail<PushCommand> commands =
        TopicTail.records(stack, Topics.PUSH_COMMANDS, PushCommand.class)) {
      JsonNode redriven =
          json("dead-letters redrive", "--since", since, "--rate", Integer.toString(RATE));
      assertThat(redriven.path("done").asInt()).isEqualTo(PHONES * MESSAGES);
      assertThat(redriven.path("canary").path("accepted").asInt()).isEqualTo(100);
      List<Long> times =
          commands.all().stream()
              .filter(entry ->
                  redriven.path("id").asString().equals(entry.value().getPush().getRedriveId()))
              .map(entry -> entry.timestamp())
              .sorted()
              .toList();
      assertThat(times).hasSize(PHONES * MESSAGES);
      assertThat(mostInASecond(times)).as("redriven within one second").isLessThan(RATE * 5 / 4);
    }
    Awaitility.await("every push on its phone")
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(phones)
                .allSatisfy(
                    phone -> assertThat(simulator.inbox(phone).pushes()).hasSize(MESSAGES)));

    // More than two sends of a push are no fault: FCM is asked again where a connection was lost.
    Map<Phone, Integer> requests = new HashMap<>();
    phones.forEach(phone -> requests.put(phone, simulator.inbox(phone).requests()));
    JsonNode again = json("dead-letters redrive", "--since", since);
    assertThat(again.path("done").asInt()).isZero();
    assertThat(again.path("skipped").path("DEALT_WITH").asInt()).isEqualTo(PHONES * MESSAGES);
    assertThat(phones)
        .allSatisfy(phone -> {
          Simulator.Inbox inbox = simulator.inbox(phone);
          assertThat(inbox.requests()).as("sends").isEqualTo(requests.get(phone));
          assertThat(inbox.duplicates()).isZero();
        });
  }

  private static boolean is(PushOutcome outcome, ChatMessageEvent message, Outcome wanted) {
    return outcome.getMessage().getMessageId().equals(message.getMessageId())
        && outcome.getOutcome() == wanted;
  }

  /** The most entries that any window of a second holds. */
  private static int mostInASecond(List<Long> times) {
    int most = 0;
    for (int from = 0, to = 0; to < times.size(); to++) {
      while (times.get(to) - times.get(from) >= 1_000) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  private JsonNode json(String command, String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return JSON.readTree(
        stack.chatpush(command, all.toArray(String[]::new)).await(COMMAND_LIMIT).requireSuccess());
  }
}
