package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.NOW;
import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Lane;
import io.chatpush.events.PostponedEvent;
import io.chatpush.events.PostponedHeader;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushRequest;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryHandlerTest {

  private static final DeliveryProperties.Retry SETTINGS =
      new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0.2);
  private static final RetryTier LONGEST = RetryTier.longest();

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final TestPublisher kafka = new TestPublisher(codec);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final RetryHandler handler =
      new RetryHandler(
          codec,
          new Jitter(SETTINGS.jitter()),
          kafka.publisher(),
          new RefusedRecords(kafka.publisher(), new DeliveryMeters(meters), clock),
          timer,
          clock);
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<Duration> rests = new ArrayList<>();

  @AfterEach
  void close() {
    timer.shutdownNow();
    kafka.close();
  }

  @Test
  void putsWhatIsDueBackOnTheWayOfItsLane() {
    handle(RetryTier.AFTER_10S.topic(), retry(Lane.DIRECT, NOW));
    handle(RetryTier.AFTER_10S.topic(), retry(Lane.BULK, NOW.minusSeconds(1)));
    awaitDone();
    assertThat(kafka.only(PushCommand.class, Topics.PUSH_COMMANDS).getPush().getLane())
        .isEqualTo(Lane.DIRECT);
    assertThat(kafka.only(PushCommand.class, Topics.PUSH_COMMANDS_BULK).getPush().getLane())
        .isEqualTo(Lane.BULK);
  }

  @Test
  void putsAPostponedEventBackByteForByte() {
    RecordHeader header = new RecordHeader("traceparent", new byte[] {3});
    handle(RetryTier.AFTER_1M.topic(), postponed(NOW, new byte[] {1}));
    awaitDone();
    assertThat(kafka.written(Topics.CHAT_MESSAGES))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.key()).containsExactly(1);
          assertThat(event.value()).containsExactly(2, 2);
          assertThat(event.headers().toArray())
              .containsExactly(header, new RecordHeader("empty", null));
        });
    assertThat(kafka.written(Topics.PUSH_COMMANDS)).isEmpty();
  }

  @Test
  void putsAPostponedEventBackWithoutAKeyIfItHadNone() {
    handle(RetryTier.AFTER_1M.topic(), postponed(NOW, null));
    awaitDone();
    assertThat(kafka.written(Topics.CHAT_MESSAGES))
        .singleElement()
        .satisfies(event -> assertThat(event.key()).isNull());
  }

  @Test
  void movesAPostponedEventToTheTierOfItsWait() {
    handle(RetryTier.AFTER_10S.topic(), postponed(NOW.plusSeconds(60), null));
    awaitDone();
    assertThat(kafka.only(PushCommand.class, RetryTier.AFTER_1M.topic()).getPostponed())
        .isNotNull();
    assertThat(kafka.written(Topics.CHAT_MESSAGES)).isEmpty();
  }

  @Test
  void holdsWhatIsDueWithinItsTierAndTheJitterAndNotAMillisecondLess() {
    handle(RetryTier.AFTER_10S.topic(), retry(Lane.DIRECT, NOW.plusSeconds(12)));
    assertThat(timer.getQueue())
        .singleElement()
        .satisfies(waiting ->
            assertThat(((Delayed) waiting).getDelay(TimeUnit.MILLISECONDS))
                .isBetween(11_000L, 12_001L));
    assertThat(done).isFalse();
  }

  @Test
  void putsBackWhatItHeldWhenItsTimeHasCome() {
    handle(RetryTier.AFTER_10S.topic(), retry(Lane.DIRECT, NOW.plusMillis(20)));
    awaitDone();
    assertThat(kafka.only(PushCommand.class, Topics.PUSH_COMMANDS).getPush().getAttempt())
        .isEqualTo(2);
  }

  @Test
  void appendsAgainWhatItsTierIsTooShortFor() {
    handle(RetryTier.AFTER_10S.topic(), retry(Lane.DIRECT, NOW.plusSeconds(61)));
    awaitDone();
    assertThat(kafka.only(PushCommand.class, RetryTier.AFTER_1M.topic()).getNotBefore())
        .isEqualTo(NOW.plusSeconds(61));
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void holdsWhatIsDueBehindTheLongestTierForThatTierBeforeItHopsAgain() {
    handle(LONGEST.topic(), retry(Lane.DIRECT, NOW.plus(LONGEST.delay().multipliedBy(4))));
    assertThat(timer.getQueue())
        .as("appended at once, it would be read and appended again all the time")
        .singleElement()
        .satisfies(waiting ->
            assertThat(((Delayed) waiting).getDelay(TimeUnit.SECONDS))
                .isBetween(LONGEST.delay().toSeconds() - 10, LONGEST.delay().toSeconds()));
    assertThat(rests)
        .as("meanwhile it is no work that makes no progress")
        .containsExactly(LONGEST.delay());
    assertThat(kafka.count(LONGEST.topic())).isZero();
  }

  /** Read one window after the other, many of them would otherwise hold up what is behind them. */
  @Test
  void holdsWhatIsDueBehindTheLongestTierOnlyForTheRestOfThatTierSinceItWasWritten() {
    Map<Long, Duration> held = new LinkedHashMap<>();
    Duration longest = LONGEST.delay();
    held.put(NOW.minus(longest.minusMinutes(5)).toEpochMilli(), Duration.ofMinutes(5));
    held.put(NOW.minus(longest.multipliedBy(8)).toEpochMilli(), Duration.ofSeconds(1));
    held.put(NOW.plus(longest.multipliedBy(8)).toEpochMilli(), longest);
    held.put(Long.MAX_VALUE, longest);
    held.put(0L, Duration.ofSeconds(1));
    held.put(-1L, longest);
    held.forEach((timestamp, rest) -> {
      rests.clear();
      PushCommand command = retry(Lane.DIRECT, NOW.plus(longest.multipliedBy(40)));
      handler.handle(
          new ConsumerRecord<>(
              LONGEST.topic(),
              0,
              0,
              timestamp,
              timestamp < 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
              0,
              0,
              new byte[0],
              codec.encode(LONGEST.topic(), command),
              new RecordHeaders(),
              Optional.empty()),
          new TestSlot(true));
      assertThat(rests).as("written at " + timestamp).containsExactly(rest);
    });
  }

  @Test
  void deadLettersWhatIsDueWhenNoPushIsKept() {
    for (Instant never :
        List.of(NOW.plus(Duration.ofDays(29)), Instant.ofEpochMilli(Long.MAX_VALUE))) {
      handle(LONGEST.topic(), retry(Lane.DIRECT, never));
      awaitDone();
    }
    assertThat(kafka.count(Topics.PUSH_DEAD_LETTERS)).isEqualTo(2);
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.REASON))
        .isEqualTo("INVALID_RECORD");
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.DETAIL))
        .contains("not_before");
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void forwardsWhatWasDueAtAnyTimeBefore() {
    handle(LONGEST.topic(), retry(Lane.DIRECT, Instant.ofEpochMilli(Long.MIN_VALUE)));
    awaitDone();
    assertThat(kafka.count(Topics.PUSH_COMMANDS)).isEqualTo(1);
  }

  @Test
  void beginsNothingThatHasGoneToSomebodyElse() {
    handler.handle(
        record(RetryTier.AFTER_10S.topic(), retry(Lane.DIRECT, NOW)), new TestSlot(false));
    assertThat(done).isFalse();
    assertThat(kafka.written(Topics.PUSH_COMMANDS)).isEmpty();
  }

  @Test
  void deadLettersWhatItCannotReadAsItCame() {
    byte[] garbage = {9, 9};
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(RetryTier.AFTER_5M.topic(), 3, 77, new byte[] {1}, garbage);
    record.headers().add("its", new byte[] {7});
    handler.handle(record, new TestSlot(true));
    awaitDone();
    assertThat(kafka.written(Topics.PUSH_DEAD_LETTERS))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.key()).containsExactly(1);
          assertThat(letter.value()).isEqualTo(garbage);
          assertThat(letter.headers().lastHeader("its").value()).containsExactly(7);
        });
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.REASON))
        .isEqualTo("UNDECODABLE");
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.SOURCE_TOPIC))
        .isEqualTo(RetryTier.AFTER_5M.topic());
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.SOURCE_OFFSET))
        .isEqualTo("77");
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.FAILED_AT))
        .isEqualTo(NOW.toString());
    assertThat(meters.counter("push.dead.letters", "reason", "UNDECODABLE").count()).isEqualTo(1);
  }

  private void handle(String topic, PushCommand command) {
    done.set(false);
    handler.handle(record(topic, command), new TestSlot(true));
  }

  private ConsumerRecord<byte[], byte[]> record(String topic, PushCommand command) {
    return new ConsumerRecord<>(topic, 0, 0, new byte[0], codec.encode(topic, command));
  }

  private void awaitDone() {
    await("the slot is done").untilTrue(done);
  }

  private static PushCommand retry(Lane lane, Instant notBefore) {
    PushRequest request = aRequest(push -> push.setLane(lane), "d1").build();
    return DeliveryRecords.retry(
        DevicePush.of(request, request.getDevices().getFirst()), notBefore, NOW);
  }

  private static PushCommand postponed(Instant until, byte @Nullable [] key) {
    return PushCommand.newBuilder()
        .setPush(aRequest(push -> {}, "d1").build().getPush())
        .setRecipients(List.of())
        .setContents(List.of())
        .setNotBefore(until)
        .setPostponed(
            new PostponedEvent(
                key == null ? null : ByteBuffer.wrap(key),
                ByteBuffer.wrap(new byte[] {2, 2}),
                List.of(
                    new PostponedHeader("traceparent", ByteBuffer.wrap(new byte[] {3})),
                    new PostponedHeader("empty", null))))
        .build();
  }

  private final class TestSlot implements Slot {

    @Override
    public boolean isGone() {
      return false;
    }

    private final boolean mayBegin;

    private TestSlot(boolean mayBegin) {
      this.mayBegin = mayBegin;
    }

    @Override
    public boolean begin() {
      return mayBegin;
    }

    @Override
    public void weigh(int weight) {}

    @Override
    public void rest(Duration time) {
      rests.add(time);
    }

    @Override
    public void restWhile(BooleanSupplier reason) {}

    @Override
    public void complete() {
      done.set(true);
    }
  }
}
