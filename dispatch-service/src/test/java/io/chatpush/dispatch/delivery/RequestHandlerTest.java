package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.NOW;
import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.PushRequest;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestHandlerTest {

  private static final DeliveryProperties.Retry SETTINGS =
      new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0);

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final TestPublisher kafka = new TestPublisher(codec);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final DeliveryMeters meters = new DeliveryMeters(new SimpleMeterRegistry());
  private final TestPacer time = new TestPacer(10);
  private final AtomicBoolean done = new AtomicBoolean();
  private boolean ledgerWorks = true;
  private final Turns turns =
      TestTurns.of(
          new FakePushGateway(),
          new RetryPolicy(SETTINGS, new Random(1)),
          time.pacer(),
          kafka.publisher(),
          _ -> {
            if (!ledgerWorks) {
              throw new ArithmeticException("long overflow");
            }
            return CompletableFuture.allOf();
          },
          meters,
          clock);
  private final RequestHandler handler =
      new RequestHandler(
          codec,
          turns,
          new RefusedRecords(kafka.publisher(), meters, clock),
          new RecentRequests(100),
          new AppAdmission(turns, 10),
          new QuotaShare(time.pacer(), () -> 1),
          meters);

  @AfterEach
  void close() {
    kafka.close();
  }

  @Test
  void deadLettersWhatIsNoPushRequestWithTheFieldThatIsWrong() {
    handle(aRequest().build());
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.REASON))
        .isEqualTo("INVALID_RECORD");
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.DETAIL))
        .isEqualTo("devices has 0 entries, not 1 to 25");
    assertThat(meters.takenSoFar()).as("it is no push").isZero();
  }

  @Test
  void deadLettersTheRequestWhosePushesCanNeitherBeEndedNorDeadLettered() {
    ledgerWorks = false;
    handle(aRequest("d1", "d2").build());
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.REASON))
        .isEqualTo("INTERNAL_ERROR");
    assertThat(kafka.written(Topics.PUSH_DEAD_LETTERS))
        .as("two pushes, and the request they came from")
        .hasSize(3);
    assertThat(meters.takenSoFar() - meters.deferredSoFar()).as("unaccounted").isZero();
  }

  @Test
  void recallsNothingThatIsNoPushRequest() {
    handler.recall(
        new ConsumerRecord<>(
            Topics.PUSH_REQUESTS,
            0,
            1,
            new byte[0],
            codec.encode(Topics.PUSH_REQUESTS, aRequest().build())));
    assertThat(kafka.count(Topics.PUSH_DEAD_LETTERS)).isZero();
  }

  private void handle(PushRequest request) {
    handler.handle(
        new ConsumerRecord<>(
            Topics.PUSH_REQUESTS, 0, 1, new byte[0], codec.encode(Topics.PUSH_REQUESTS, request)),
        new DoneSlot());
    await("the slot is completed").untilTrue(done);
  }

  private final class DoneSlot implements Slot {

    @Override
    public boolean begin() {
      return true;
    }

    @Override
    public void weigh(int weight) {}

    @Override
    public void rest(Duration time) {}

    @Override
    public void restWhile(BooleanSupplier reason) {}

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public void complete() {
      done.set(true);
    }
  }
}
