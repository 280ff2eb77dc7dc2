package io.chatpush.dispatch.operations.deadletters;

import static io.chatpush.dispatch.kafka.TestKafka.header;
import static io.chatpush.dispatch.operations.deadletters.DeadLetterFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.operations.deadletters.JobDecision.SendBack;
import io.chatpush.dispatch.operations.deadletters.JobDecision.SendPush;
import io.chatpush.dispatch.operations.deadletters.JobDecision.Skip;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Lane;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushTarget;
import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RedriveRulesTest {

  private static final RedriveRules REDRIVE = new RedriveRules("job-1", false, null, 3);
  private static final RedriveRules FORCED = new RedriveRules("job-1", true, null, 3);

  private final DeadLetter letter = DeadLetterFixtures.aPush("app", "user-1", "device-1").build();

  @Test
  void sendsThePushToItsDeviceAloneAsIfForTheFirstTime() {
    SendPush send = send(REDRIVE, letter);
    PushCommand command = send.command();
    assertThat(send.topic()).isEqualTo(Topics.PUSH_COMMANDS);
    assertThat(send.key()).isEqualTo(RecordKeys.user("app", "user-1"));
    assertThat(command.getRecipients()).containsExactly("user-1");
    assertThat(command.getOnlyDeviceIds()).containsExactly("device-1");
    assertThat(command.getPush().getAttempt()).isEqualTo(1);
    assertThat(command.getPush().getRedriveCount()).isEqualTo(1);
    assertThat(command.getPush().getRedriveId()).isEqualTo("job-1");
    assertThat(command.getNotBefore()).isNull();
  }

  @Test
  void keepsWhatItSaysAndWhereItCameFrom() {
    PushCommand command = send(REDRIVE, letter).command();
    assertThat(command.getContents()).isEqualTo(letter.getContents());
    assertThat(command.getPush().getFirstFailedAt()).isEqualTo(letter.getPush().getFirstFailedAt());
    assertThat(command.getPush().getMessage()).isEqualTo(letter.getPush().getMessage());
    assertThat(command.getPush().getExpiresAt()).isEqualTo(letter.getPush().getExpiresAt());
    assertThat(command.getPush().getSource()).isEqualTo(letter.getPush().getSource());
  }

  @Test
  void keepsTheLane() {
    SendPush bulk = send(REDRIVE, with(push -> push.setLane(Lane.BULK)));
    assertThat(bulk.topic()).isEqualTo(Topics.PUSH_COMMANDS_BULK);
    assertThat(bulk.command().getPush().getLane()).isEqualTo(Lane.BULK);
    SendPush unknown = send(REDRIVE, with(push -> push.setLane(Lane.UNKNOWN)));
    assertThat(unknown.topic()).isEqualTo(Topics.PUSH_COMMANDS);
  }

  @Test
  void isTheSamePushAtTheNextTryWhicheverJobItIs() {
    PushCommand one = send(REDRIVE, letter).command();
    PushCommand other = send(new RedriveRules("job-2", false, null, 3), letter).command();
    assertThat(Push.newBuilder(other.getPush()).setRedriveId("job-1").build())
        .isEqualTo(one.getPush());
    assertThat(PushCommand.newBuilder(other).setPush(one.getPush()).build()).isEqualTo(one);
  }

  @Test
  void skipsWhatIsDealtWith() {
    assertThat(REDRIVE.decide(DeadLetterFixtures.letter(letter), DeadLetterState.REDRIVEN, NOW))
        .isEqualTo(new Skip(SkipReason.DEALT_WITH));
    assertThat(FORCED.decide(DeadLetterFixtures.letter(letter), DeadLetterState.DISCARDED, NOW))
        .isEqualTo(new Skip(SkipReason.DEALT_WITH));
  }

  @Test
  void skipsWhatNobodyWantsAnyMore() {
    assertThat(
            REDRIVE.decide(
                DeadLetterFixtures.letter(letter),
                DeadLetterState.OPEN,
                letter.getPush().getExpiresAt()))
        .isEqualTo(new Skip(SkipReason.EXPIRED));
  }

  @Test
  void givesAForcedPushAnotherHour() {
    Instant late = letter.getPush().getExpiresAt().plus(Duration.ofDays(2));
    PushCommand command =
        ((SendPush) FORCED.decide(DeadLetterFixtures.letter(letter), DeadLetterState.OPEN, late))
            .command();
    assertThat(command.getPush().getExpiresAt()).isEqualTo(late.plus(Duration.ofHours(1)));
  }

  @Test
  void givesAForcedPushTheTimeAskedFor() {
    Instant late = letter.getPush().getExpiresAt().plus(Duration.ofDays(2));
    Instant asked = late.plusSeconds(90);
    PushCommand command =
        ((SendPush)
                new RedriveRules("job-1", true, asked, 3)
                    .decide(DeadLetterFixtures.letter(letter), DeadLetterState.OPEN, late))
            .command();
    assertThat(command.getPush().getExpiresAt()).isEqualTo(asked);
  }

  @Test
  void leavesTheExpiryOfAPushThatHasNotExpired() {
    assertThat(send(FORCED, letter).command().getPush().getExpiresAt())
        .isEqualTo(letter.getPush().getExpiresAt());
  }

  @Test
  void skipsWhatHasComeBackTooOften() {
    DeadLetter often = with(push -> push.setRedriveCount(3));
    assertThat(FORCED.decide(DeadLetterFixtures.letter(often), DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.TOO_MANY_REDRIVES));
    DeadLetter twice = with(push -> push.setRedriveCount(2));
    assertThat(send(REDRIVE, twice).command().getPush().getRedriveCount()).isEqualTo(3);
  }

  @Test
  void sendsARecordBackWhereItWasReadWithItsOwnHeaders() {
    DeadLetterEntry raw =
        DeadLetterFixtures.raw(
            Topics.PUSH_DEAD_LETTERS,
            header("trace", "their-own"),
            header(DeadLetterHeaders.REASON, "UNDECODABLE"),
            header(DeadLetterHeaders.SOURCE_TOPIC, Topics.PUSH_REQUESTS));
    SendBack back = (SendBack) REDRIVE.decide(raw, DeadLetterState.OPEN, NOW);
    assertThat(back.topic()).isEqualTo(Topics.PUSH_REQUESTS);
    assertThat(back.headers())
        .extracting(each -> each.key() + "=" + new String(each.value(), StandardCharsets.UTF_8))
        .isEqualTo(List.of("trace=their-own", "chatpush-redrive-count=1"));
  }

  @Test
  void sendsAnEventWithoutASourceToTheChatMessages() {
    DeadLetterEntry event = DeadLetterFixtures.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS);
    assertThat(((SendBack) REDRIVE.decide(event, DeadLetterState.OPEN, NOW)).topic())
        .isEqualTo(Topics.CHAT_MESSAGES);
  }

  @Test
  void writesToNoTopicThatIsNotOurs() {
    DeadLetterEntry forged =
        DeadLetterFixtures.raw(
            Topics.PUSH_DEAD_LETTERS, header(DeadLetterHeaders.SOURCE_TOPIC, "payments.transfers"));
    assertThat(REDRIVE.decide(forged, DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.SOURCE_NOT_ALLOWED));
    assertThat(
            REDRIVE.decide(
                DeadLetterFixtures.raw(Topics.PUSH_DEAD_LETTERS), DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.SOURCE_UNKNOWN));
  }

  @Test
  void sendsPushesBackOnlyToTopicsThatHaveTheseDeadLetters() {
    List<String> expected =
        new ArrayList<>(
            List.of(
                Topics.PUSH_COMMANDS,
                Topics.PUSH_COMMANDS_BULK,
                Topics.PUSH_REQUESTS,
                Topics.PUSH_REQUESTS_BULK));
    expected.addAll(RetryTier.topics());
    expected.add(Topics.PUSH_OUTCOMES);
    assertThat(sourcesTaken(Topics.PUSH_DEAD_LETTERS)).containsExactlyElementsOf(expected);
  }

  @Test
  void sendsEventsBackOnlyToTheChatMessages() {
    assertThat(sourcesTaken(Topics.CHAT_MESSAGES_DEAD_LETTERS))
        .containsExactly(Topics.CHAT_MESSAGES);
  }

  @Test
  void writesNoTombstoneToTheDevices() {
    DeadLetterEntry forged =
        DeadLetterFixtures.withoutValue(
            Topics.PUSH_DEAD_LETTERS, header(DeadLetterHeaders.SOURCE_TOPIC, Topics.USER_DEVICES));
    assertThat(FORCED.decide(forged, DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.SOURCE_NOT_ALLOWED));
  }

  /** The registry may answer for the schemas of all other letters. */
  @Test
  void showsAndSkipsALetterForWhoseSchemaTheRegistryDoesNotAnswer() {
    DeadLetterEntry letter =
        DeadLetterEntry.read(
            DeadLetterFixtures.raw(Topics.PUSH_DEAD_LETTERS).record(),
            DeadLetterKind.PUSHES,
            RegistryFreeCodec.create(_ -> true));
    assertThat(FORCED.decide(letter, DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.SCHEMA_UNAVAILABLE));
    DeadLetterView view = DeadLetterView.of(letter, DeadLetterState.OPEN, NOW);
    assertThat(view.schemaUnavailable()).isTrue();
    assertThat(view.reason()).isEqualTo("SCHEMA_UNAVAILABLE");
    DeadLetterFilter all = DeadLetterFilter.all(DeadLetterKind.PUSHES);
    assertThat(all.isUndecided(letter)).isFalse();
    assertThat(all.matches(letter)).isTrue();
    DeadLetterFilter ofOneUser =
        new DeadLetterFilter(DeadLetterKind.PUSHES, null, null, null, "user-1", null, null, null);
    assertThat(ofOneUser.isUndecided(letter)).isTrue();
    assertThat(ofOneUser.isUndecided(DeadLetterFixtures.raw(Topics.PUSH_DEAD_LETTERS)))
        .as("what can never be read matches no user")
        .isFalse();
  }

  @Test
  void skipsALetterThatTheKafkaClientCannotRead() {
    for (String topic : List.of(Topics.PUSH_DEAD_LETTERS, Topics.CHAT_MESSAGES_DEAD_LETTERS)) {
      // As ResilientConsumer replaces it: without any of its own headers.
      DeadLetterEntry unreadable =
          DeadLetterFixtures.withoutValue(
              topic, header(ResilientConsumer.UNREADABLE, "CorruptRecordException"));
      assertThat(FORCED.decide(unreadable, DeadLetterState.OPEN, NOW))
          .isEqualTo(new Skip(SkipReason.UNREADABLE));
      DeadLetterView view = DeadLetterView.of(unreadable, DeadLetterState.OPEN, NOW);
      assertThat(DeadLetterDetails.of(unreadable, view, true).contents())
          .isEqualTo("not readable by the Kafka client");
    }
  }

  @Test
  void skipsALetterWhoseValueWasNotKept() {
    for (String topic : List.of(Topics.PUSH_DEAD_LETTERS, Topics.CHAT_MESSAGES_DEAD_LETTERS)) {
      DeadLetterEntry omitted =
          DeadLetterFixtures.withoutValue(
              topic,
              header(DeadLetterHeaders.SOURCE_TOPIC, Topics.CHAT_MESSAGES),
              header(DeadLetterHeaders.NOT_KEPT, "value"),
              header(DeadLetterHeaders.VALUE_BYTES, "2000000"),
              header(DeadLetterHeaders.VALUE_SHA256, "ab12"));
      assertThat(FORCED.decide(omitted, DeadLetterState.OPEN, NOW))
          .isEqualTo(new Skip(SkipReason.VALUE_OMITTED));
      DeadLetterView view = DeadLetterView.of(omitted, DeadLetterState.OPEN, NOW);
      assertThat(view.valueOmitted()).isTrue();
      assertThat(DeadLetterDetails.of(omitted, view, true).contents())
          .isEqualTo("not kept: 2000000 bytes, SHA-256 ab12");
    }
  }

  @Test
  void extendsAPushByNoMoreThanFcmKeepsIt() {
    Instant late = letter.getPush().getExpiresAt().plus(Duration.ofDays(2));
    PushCommand command =
        ((SendPush)
                new RedriveRules("job-1", true, Instant.MAX, 3)
                    .decide(DeadLetterFixtures.letter(letter), DeadLetterState.OPEN, late))
            .command();
    assertThat(command.getPush().getExpiresAt()).isEqualTo(late.plus(Duration.ofDays(28)));
  }

  @Test
  void countsHowOftenARecordWasSentBack() {
    DeadLetterEntry often =
        DeadLetterFixtures.raw(
            Topics.CHAT_MESSAGES_DEAD_LETTERS, header(DeadLetterHeaders.REDRIVE_COUNT, "3"));
    assertThat(REDRIVE.decide(often, DeadLetterState.OPEN, NOW))
        .isEqualTo(new Skip(SkipReason.TOO_MANY_REDRIVES));
  }

  /** Those of our topics to which a record of the dead-letter topic is sent back. */
  private static List<String> sourcesTaken(String deadLetters) {
    return Topics.ALL.stream()
        .map(Topic::name)
        .filter(source ->
            FORCED.decide(
                    DeadLetterFixtures.raw(
                        deadLetters, header(DeadLetterHeaders.SOURCE_TOPIC, source)),
                    DeadLetterState.OPEN,
                    NOW)
                instanceof SendBack)
        .toList();
  }

  @Test
  void sendsALetterWithoutADeviceToAllDevicesOfItsUser() {
    PushTarget target = PushTarget.newBuilder(letter.getTarget()).setDeviceId(null).build();
    PushCommand command =
        send(REDRIVE, DeadLetter.newBuilder(letter).setTarget(target).build()).command();
    assertThat(command.getOnlyDeviceIds()).isEmpty();
  }

  private DeadLetter with(Consumer<Push.Builder> change) {
    return DeadLetterFixtures.with(DeadLetter.newBuilder(letter), change).build();
  }

  private static SendPush send(RedriveRules redrive, DeadLetter letter) {
    return (SendPush) redrive.decide(DeadLetterFixtures.letter(letter), DeadLetterState.OPEN, NOW);
  }
}
