package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.OTHER_APP;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.Reason;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fan-out of an app that is over its limit: one event a second, two at once, held for 10 s. */
class LimitedAppTest {

  private static final AppLimit LIMIT =
      new AppLimit(1, 0, 0, Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long nanoTime;

  @TempDir Path state;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> chat;

  @BeforeEach
  void start() {
    driver = Drivers.limitedDriver(codec, state, meters, LIMIT, () -> nanoTime);
    chat =
        driver.createInputTopic(
            Topics.CHAT_MESSAGES, new StringSerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void holdsBackInTheRetryTopicWhatIsOverTheLimit() {
    send(4);
    assertThat(read(PushCommand.class, Topics.PUSH_COMMANDS))
        .extracting("push.message.messageId", "heldBack", "notBefore")
        .containsExactly(tuple("m0", false, null), tuple("m1", false, null));
    List<PushCommand> held = read(PushCommand.class, RetryTier.AFTER_10S.topic());
    assertThat(held)
        .extracting("push.message.messageId", "heldBack", "push.attempt")
        .containsExactly(tuple("m2", true, 1), tuple("m3", true, 1));
    assertThat(held)
        .extracting(PushCommand::getNotBefore)
        .containsExactly(NOW.plusMillis(1_001), NOW.plusMillis(2_001));
    assertThat(limited("held")).isEqualTo(2);
    assertThat(limited("suppressed")).isZero();
  }

  @Test
  void joinsWhatWasHeldBackLikeAnyOtherCommand() {
    send(3);
    for (TestRecord<String, byte[]> held : records(RetryTier.AFTER_10S.topic())) {
      driver
          .createInputTopic(Topics.PUSH_COMMANDS, new StringSerializer(), new ByteArraySerializer())
          .pipeInput(held);
    }
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .extracting("message.messageId", "outcome")
        .containsExactlyInAnyOrder(
            tuple("m0", Outcome.NO_DEVICE),
            tuple("m1", Outcome.NO_DEVICE),
            tuple("m2", Outcome.NO_DEVICE));
  }

  @Test
  void endsWhatCannotBeginInTimeWithOneOutcomeForEachRecipient() {
    send(12);
    send(aChatMessage("u1", "u2", "sender").setMessageId("late").build());
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .filteredOn(outcome -> outcome.getMessage().getMessageId().equals("late"))
        .extracting("target.userId", "outcome", "cause.reason", "attempt", "target.pushId")
        .containsExactlyInAnyOrder(
            tuple("sender", Outcome.SUPPRESSED, Reason.SENDER, 0, id("sender")),
            tuple("u1", Outcome.SUPPRESSED, Reason.APP_LIMIT, 0, id("u1")),
            tuple("u2", Outcome.SUPPRESSED, Reason.APP_LIMIT, 0, id("u2")));
    assertThat(limited("suppressed")).isEqualTo(2);
  }

  @Test
  void endsWhatWouldExpireBeforeItsTurn() {
    send(2);
    send(aChatMessage("u1").setMessageId("brief").setExpiresAt(NOW.plusMillis(500)).build());
    assertThat(records(RetryTier.AFTER_10S.topic())).isEmpty();
    assertThat(read(PushOutcome.class, Topics.PUSH_OUTCOMES))
        .filteredOn(outcome -> outcome.getMessage().getMessageId().equals("brief"))
        .extracting("cause.reason")
        .containsExactly(Reason.APP_LIMIT);
  }

  @Test
  void isNotMovedByAClockThatIsSet() {
    send(2);
    Duration set = Duration.ofMinutes(30);
    driver.advanceWallClockTime(set);
    send(aChatMessage("u1").setMessageId("next").build());
    assertThat(read(PushCommand.class, RetryTier.AFTER_10S.topic()))
        .extracting(PushCommand::getNotBefore)
        .as("a second from now, as no time has passed")
        .containsExactly(NOW.plus(set).plusMillis(1_001));
  }

  /** A flood of 20 times the limit for a minute, and the events of another app between. */
  @Test
  void answersForEveryRecipientOfAFloodAndLetsTheOtherAppThrough() {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      nanoTime += Duration.ofMillis(50).toNanos();
      driver.advanceWallClockTime(Duration.ofMillis(50));
      send(aChatMessage("u1", "u2").setMessageId("flood" + i).setSentAt(now()).build());
      if (i % 20 == 0) {
        String id = "other" + i;
        others.add(id);
        send(aChatMessage("u1").setAppId(OTHER_APP).setMessageId(id).setSentAt(now()).build());
      }
    }
    List<PushOutcome> ended = read(PushOutcome.class, Topics.PUSH_OUTCOMES);
    assertThat(ended)
        .filteredOn(outcome -> outcome.getMessage().getAppId().equals(OTHER_APP))
        .extracting("message.messageId")
        .as("each got through to the join, which finds no device")
        .containsExactlyElementsOf(others);
    List<String> accounted = new ArrayList<>();
    ended.stream()
        .filter(outcome -> outcome.getMessage().getAppId().equals(APP))
        .forEach(outcome ->
            accounted.add(
                outcome.getMessage().getMessageId() + "/" + outcome.getTarget().getUserId()));
    List<PushCommand> held = read(PushCommand.class, RetryTier.AFTER_10S.topic());
    held.forEach(command ->
        command
            .getRecipients()
            .forEach(
                user -> accounted.add(command.getPush().getMessage().getMessageId() + "/" + user)));
    assertThat(accounted)
        .as("joined, suppressed or held back, once")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1_200)
                .boxed()
                .flatMap(i -> List.of("flood" + i + "/u1", "flood" + i + "/u2").stream())
                .toList());
    assertThat(
            held.stream()
                .map(command -> command.getPush().getMessage().getMessageId())
                .distinct()
                .count())
        .as("events held back in a minute, with what may wait at its end")
        .isBetween(60L, 70L);
  }

  private Instant now() {
    return NOW.plusNanos(nanoTime);
  }

  private static String id(String user) {
    return PushId.ofUser(APP, "late", user).toString();
  }

  private double limited(String result) {
    return meters
        .get("push.fanout.limited")
        .tag("app", APP)
        .tag("result", result)
        .counter()
        .count();
  }

  private void send(int events) {
    for (int i = 0; i < events; i++) {
      send(aChatMessage("u1").setMessageId("m" + i).build());
    }
  }

  private void send(ChatMessageEvent event) {
    chat.pipeInput(event.getChannelId(), codec.encode(Topics.CHAT_MESSAGES, event));
  }

  private <T extends SpecificRecord> List<T> read(Class<T> type, String topic) {
    return Drivers.read(driver, codec, type, topic);
  }

  private List<TestRecord<String, byte[]>> records(String topic) {
    return Drivers.records(driver, topic);
  }
}
