package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.NOW;
import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Lane;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  private static final Duration PROMPTLY = Duration.ofSeconds(10);

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final TestPublisher kafka = new TestPublisher(codec);
  private final FakePushGateway fcm = new FakePushGateway();
  private final List<PushOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final Queue<Throwable> ledgerFaults = new ConcurrentLinkedQueue<>();
  private CompletableFuture<Void> ledgerAnswer = CompletableFuture.completedFuture(null);
  private final TestPacer time = new TestPacer(2);
  private final Pacer pacer = time.pacer();
  private final Turns turns =
      TestTurns.of(
          fcm,
          new RetryPolicy(
              new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0), new Random(1)),
          pacer,
          kafka.publisher(),
          outcome -> {
            switch (ledgerFaults.poll()) {
              case RuntimeException e -> throw e;
              case Error e -> throw e;
              case null, default -> {}
            }
            outcomes.add(outcome);
            return ledgerAnswer;
          },
          new DeliveryMeters(new SimpleMeterRegistry()),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    kafka.close();
  }

  @Test
  void writesDownWhatFcmAcceptedForEachDevice() {
    deliver(aRequest("d1", "d2", "d3").build());
    assertThat(outcomes).extracting("target.deviceId").containsExactlyInAnyOrder("d1", "d2", "d3");
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsOnly(Outcome.ACCEPTED);
    assertThat(outcomes)
        .extracting(PushOutcome::getFcmMessageId)
        .allSatisfy(name -> assertThat(name).startsWith("projects/fixture/messages/"));
    assertThat(fcm.attempts()).hasSize(3);
  }

  @Test
  void isNotDoneBeforeTheLastDeviceIs() {
    CompletableFuture<DeliveryOutcome> slow = fcm.hold("address-of-d2");
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1", "d2").build(), TestSlots.open());
    assertThat(safe).isNotDone();
    slow.complete(new Accepted("m"));
    assertThat(safe).succeedsWithin(PROMPTLY);
  }

  @Test
  void isNotDoneBeforeTheLedgerHasIt() {
    ledgerAnswer = new CompletableFuture<>();
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1").build(), TestSlots.open());
    assertThat(safe).isNotDone();
    ledgerAnswer.complete(null);
    assertThat(safe).succeedsWithin(PROMPTLY);
  }

  @Test
  void reportsTheAddressThatFailedWhenFcmNoLongerKnowsIt() {
    fcm.answer("address-of-d1", new TokenRetired());
    deliver(aRequest("d1").build());
    DeviceTokenEvent event = kafka.only(DeviceTokenEvent.class, Topics.DEVICE_TOKEN_EVENTS);
    assertThat(event.getEventType()).isEqualTo(DeviceTokenEventType.RETIRED);
    assertThat(event.getAddressValue()).isEqualTo("address-of-d1");
    assertThat(event.getOccurredAt()).as("when the failing send was begun").isEqualTo(NOW);
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.TOKEN_RETIRED);
  }

  @Test
  void triesAgainOnlyTheDeviceThatFailed() {
    fcm.answer("address-of-d2", new Deferred("UNAVAILABLE", 503, Duration.ofSeconds(30)));
    deliver(aRequest(push -> push.setLane(Lane.BULK), "d1", "d2").build());
    PushCommand retry = kafka.only(PushCommand.class, RetryTier.AFTER_1M.topic());
    assertThat(retry.getPush().getLane()).isEqualTo(Lane.BULK);
    assertThat(retry.getRecipients()).containsExactly("u1");
    assertThat(retry.getOnlyDeviceIds()).containsExactly("d2");
    assertThat(retry.getPush().getAttempt()).isEqualTo(2);
    assertThat(retry.getNotBefore()).isEqualTo(NOW.plusSeconds(30));
    assertThat(retry.getPush().getFirstFailedAt()).isEqualTo(NOW);
    assertThat(retry.toString()).doesNotContain("address-of-d2");
    assertThat(outcomes).extracting("target.deviceId").containsExactly("d1");
  }

  @Test
  void triesAgainWhatNobodyKnowsTheFateOf() {
    fcm.loseAnswer("address-of-d1");
    deliver(aRequest("d1").build());
    assertThat(kafka.only(PushCommand.class, RetryTier.AFTER_10S.topic()).getOnlyDeviceIds())
        .containsExactly("d1");
    assertThat(outcomes).isEmpty();
  }

  @Test
  void deadLettersThePushAtWhichTheGatewayItselfFailsAndPausesNoOther() {
    fcm.otherwise(attempt -> {
      throw new IllegalStateException("a fault of ours");
    });
    for (int i = 0; i < 60; i++) {
      deliver(aRequest("d" + i).build());
    }
    assertThat(kafka.count(Topics.PUSH_DEAD_LETTERS)).isEqualTo(60);
    assertThat(outcomes).extracting("cause.reason").containsOnly(Reason.INTERNAL_ERROR);
    assertThat(pacer.inFlight()).as("its place is free again").isZero();
    assertThat(pacer.isHeldUp(FakePushGateway.PROJECT)).isFalse();
  }

  @Test
  void deadLettersWhatFcmWillNeverTakeWithTheReason() {
    fcm.answer("address-of-d1", new Rejected("INVALID_ARGUMENT", 400));
    deliver(aRequest(push -> push.setAttempt(2), "d1").build());
    DeadLetter letter = kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS);
    assertThat(letter.getCause()).isEqualTo(PushCauses.of(Reason.REJECTED, "INVALID_ARGUMENT"));
    assertThat(letter.getHttpStatus()).isEqualTo(400);
    assertThat(letter.getTarget().getDeviceId()).isEqualTo("d1");
    assertThat(letter.getContents()).as("what a redrive needs").hasSize(1);
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.ATTEMPTS)).isEqualTo("2");
    assertThat(kafka.header(Topics.PUSH_DEAD_LETTERS, DeadLetterHeaders.SOURCE_OFFSET))
        .isEqualTo("42");
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.DEAD_LETTERED);
  }

  @Test
  void deadLettersAPushToAnInvalidAddressAndTellsItsOwner() {
    fcm.answer("address-of-d1", new AddressRefused("INVALID_ARGUMENT", 400));
    deliver(aRequest("d1").build());

    DeviceTokenEvent refused = kafka.only(DeviceTokenEvent.class, Topics.DEVICE_TOKEN_EVENTS);
    assertThat(refused.getEventType()).isEqualTo(DeviceTokenEventType.ADDRESS_REFUSED);
    assertThat(refused.getAddressValue()).isEqualTo("address-of-d1");
    assertThat(refused.getOccurredAt()).isEqualTo(NOW);
    assertThat(refused.getReason()).isEqualTo("INVALID_ADDRESS");
    DeadLetter letter = kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS);
    PushCause cause = PushCauses.of(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT");
    assertThat(letter.getCause()).isEqualTo(cause);
    assertThat(letter.getHttpStatus()).isEqualTo(400);
    assertThat(outcomes)
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.getOutcome()).isEqualTo(Outcome.DEAD_LETTERED);
          assertThat(outcome.getCause()).isEqualTo(cause);
        });
  }

  @Test
  void deadLettersWhatHasBeenTriedOftenEnough() {
    fcm.answer("address-of-d1", new Deferred("UNAVAILABLE", 503, null));
    deliver(aRequest(push -> push.setAttempt(5), "d1").build());
    DeadLetter letter = kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS);
    assertThat(letter.getCause()).isEqualTo(PushCauses.of(Reason.RETRIES_EXHAUSTED, "UNAVAILABLE"));
    assertThat(letter.getHttpStatus()).isEqualTo(503);
  }

  @Test
  void writesDownThatAPushExpiresBeforeItMayBeSentAgain() {
    fcm.answer("address-of-d1", new Deferred("UNAVAILABLE", 503, null));
    deliver(aRequest(push -> push.setExpiresAt(NOW.plusSeconds(9)), "d1").build());
    assertThat(outcomes)
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.getOutcome()).isEqualTo(Outcome.EXPIRED);
          assertThat(outcome.getCause()).isEqualTo(PushCauses.of(Reason.DEFERRED, "UNAVAILABLE"));
        });
  }

  @Test
  void neverAsksFcmForAPushThatHasExpired() {
    deliver(aRequest(push -> push.setExpiresAt(NOW.minusMillis(1)), "d1").build());
    assertThat(fcm.attempts()).isEmpty();
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.EXPIRED);
  }

  @Test
  void tellsFcmHowLongThePushIsStillWorth() {
    deliver(aRequest(push -> push.setExpiresAt(NOW.plusMillis(90_500)), "d1").build());
    assertThat(fcm.attempts().getFirst().timeToLive()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void neverBeginsWhatHasGoneToSomebodyElse() {
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1", "d2").build(), TestSlots.gone());
    assertThat(safe).isNotDone();
    assertThat(fcm.attempts()).isEmpty();
    assertThat(pacer.inFlight()).isZero();
  }

  @Test
  void keepsToTheLimitOfSendsInFlight() {
    List<CompletableFuture<DeliveryOutcome>> held =
        List.of(fcm.hold("address-of-d1"), fcm.hold("address-of-d2"), fcm.hold("address-of-d3"));
    CompletableFuture<Void> safe =
        turns.deliver(aRequest("d1", "d2", "d3").build(), TestSlots.open());
    assertThat(fcm.attempts()).hasSize(2);
    held.get(1).complete(new Accepted("m"));
    assertThat(fcm.attempts()).hasSize(3);
    held.forEach(answer -> answer.complete(new Accepted("m")));
    assertThat(safe).succeedsWithin(PROMPTLY);
  }

  @Test
  void sendsWhatFcmNeverLookedAtAgainAndCountsNoAttempt() {
    fcm.answer(
        "address-of-d1", new NotSent("NO_CONNECTION", null), new NotSent("NO_CONNECTION", null));
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1").build(), TestSlots.open());
    assertThat(safe).as("two in a row pause the project").isNotDone();
    assertThat(fcm.attempts()).hasSize(2);
    time.pass(Duration.ofSeconds(10));
    assertThat(safe).succeedsWithin(PROMPTLY);
    assertThat(outcomes).extracting(PushOutcome::getAttempt).containsExactly(1);
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.ACCEPTED);
  }

  @Test
  void holdsWhatFailsWhileItsProjectIsPaused() {
    List<CompletableFuture<Void>> all = deliver60UntilTheProjectIsPaused();
    int sent = fcm.attempts().size();
    assertThat(sent).as("until the pause").isBetween(20, 50);
    fcm.otherwise(attempt -> CompletableFuture.completedFuture(new Accepted("m")));
    time.pass(Duration.ofSeconds(11));
    assertThat(all).allSatisfy(safe -> assertThat(safe).succeedsWithin(PROMPTLY));
    assertThat(outcomes).extracting(PushOutcome::getAttempt).containsOnly(1);
    assertThat(kafka.count(RetryTier.AFTER_10S.topic()))
        .as("the one that opened the breaker is held too")
        .isEqualTo(sent - 1);
    assertThat(outcomes).hasSize(60 - (sent - 1));
  }

  /** One address that FCM always fails at must not keep the pushes to all others waiting. */
  @Test
  void opensAProjectAgainAlthoughOneOfThePushesThatWaitAlwaysFails() {
    List<CompletableFuture<Void>> all = deliver60UntilTheProjectIsPaused();
    int sent = fcm.attempts().size();
    String first = fcm.attempts().getLast().address().value();
    fcm.otherwise(attempt ->
        CompletableFuture.completedFuture(
            attempt.address().value().equals(first)
                ? new Deferred("INTERNAL", 500, null)
                : new Accepted("m")));
    time.pass(Duration.ofSeconds(11));
    assertThat(pacer.isHeldUp(FakePushGateway.PROJECT)).as("the first probe fails").isTrue();
    time.pass(Duration.ofSeconds(21));
    assertThat(pacer.isHeldUp(FakePushGateway.PROJECT)).as("another is the next probe").isFalse();
    assertThat(all).allSatisfy(safe -> assertThat(safe).succeedsWithin(PROMPTLY));
    assertThat(outcomes).hasSize(60 - sent);
    assertThat(kafka.count(RetryTier.AFTER_10S.topic())).isEqualTo(sent);
  }

  @Test
  void retriesLaterWhatHasFailedAsAProbeAgainAndAgain() {
    fcm.answer(
        "address-of-d1", new NotSent("NO_CONNECTION", null), new NotSent("NO_CONNECTION", null));
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new Deferred("INTERNAL", 500, null)));
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1").build(), TestSlots.open());
    for (int seconds : new int[] {11, 21, 41}) {
      time.pass(Duration.ofSeconds(seconds));
      assertThat(safe).as("as many pauses may be of the project").isNotDone();
    }
    time.pass(Duration.ofSeconds(61));
    assertThat(safe).succeedsWithin(PROMPTLY);
    assertThat(kafka.only(PushCommand.class, RetryTier.AFTER_10S.topic()).getPush().getAttempt())
        .isEqualTo(2);
  }

  @Test
  void writesDownThatAPushExpiredWhileItsProjectWasPaused() {
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new NotSent("CREDENTIALS_REFUSED", null)));
    var _ = turns.deliver(aRequest("d1").build(), TestSlots.open());
    CompletableFuture<Void> late =
        turns.deliver(
            aRequest(push -> push.setExpiresAt(NOW.minusMillis(1)), "d2").build(),
            TestSlots.open());
    time.pass(Duration.ofSeconds(10));
    assertThat(late).isNotDone();
    fcm.otherwise(attempt -> CompletableFuture.completedFuture(new Accepted("m")));
    time.pass(Duration.ofSeconds(21));
    assertThat(late).succeedsWithin(PROMPTLY);
    assertThat(outcomes)
        .extracting(PushOutcome::getOutcome)
        .containsExactly(Outcome.ACCEPTED, Outcome.EXPIRED);
  }

  @Test
  void setsARequestAsideUnsentAndCountsNoAttempt() {
    PushRequest request = aRequest(push -> push.setAttempt(2), "d1", "d2").build();
    assertThat(turns.park(request, TestSlots.open())).succeedsWithin(PROMPTLY);
    PushCommand parked = kafka.only(PushCommand.class, RetryTier.AFTER_1M.topic());
    assertThat(parked.getPush().getAttempt()).isEqualTo(2);
    assertThat(parked.getPush().getParkedCount()).isEqualTo(1);
    assertThat(parked.getOnlyDeviceIds()).containsExactly("d1", "d2");
    assertThat(parked.getNotBefore()).isEqualTo(NOW.plusSeconds(60));
    assertThat(parked.getContents()).isEqualTo(request.getContents());
    assertThat(fcm.attempts()).isEmpty();
  }

  @Test
  void dropsWhatWaitsForItsTurnWhenItHasGoneToSomebodyElse() {
    fcm.otherwise(attempt -> CompletableFuture.completedFuture(new NotSent("NO_CONNECTION", null)));
    AtomicBoolean gone = new AtomicBoolean();
    CompletableFuture<Void> safe = turns.deliver(aRequest("d1").build(), TestSlots.goneWhen(gone));
    int sent = fcm.attempts().size();
    gone.set(true);
    time.pass(Duration.ofMinutes(1));
    assertThat(fcm.attempts()).hasSize(sent);
    assertThat(safe).isNotDone();
    assertThat(pacer.waiting(FakePushGateway.PROJECT, Lane.DIRECT)).isZero();
  }

  @Test
  void deadLettersThePushesOfAnAppThatIsGone() {
    deliver(aRequest(push -> push.getMessageBuilder().setAppId("gone"), "d1").build());
    assertThat(PushCauses.code(kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS).getCause()))
        .isEqualTo("APP_UNKNOWN");
  }

  @Test
  void endsAPushWhoseEndCannotBeWrittenAsADeadLetter() {
    ledgerFaults.add(new ArithmeticException("long overflow"));
    fcm.answer("address-of-d1", new Accepted("m"));
    deliver(aRequest("d1").build());
    DeadLetter letter = kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS);
    assertThat(letter.getCause())
        .isEqualTo(PushCauses.of(Reason.INTERNAL_ERROR, "ArithmeticException"));
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.DEAD_LETTERED);
    assertThat(pacer.inFlight()).isZero();
  }

  @Test
  void endsAPushAsADeadLetterEvenAfterAnErrorOfTheJvm() {
    ledgerFaults.add(new StackOverflowError());
    deliver(aRequest("d1", "d2").build());
    assertThat(kafka.only(DeadLetter.class, Topics.PUSH_DEAD_LETTERS).getCause().getErrorCode())
        .isEqualTo("StackOverflowError");
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void endsAPushThatExpiredAsADeadLetterIfThatCannotBeWritten() {
    ledgerFaults.add(new IllegalStateException("a fault of ours"));
    deliver(aRequest(push -> push.setExpiresAt(NOW.minusMillis(1)), "d1").build());
    assertThat(outcomes).extracting(PushOutcome::getOutcome).containsExactly(Outcome.DEAD_LETTERED);
  }

  @Test
  void saysHowManyPushesCouldNotBeEnded() {
    for (int i = 0; i < 4; i++) {
      ledgerFaults.add(new IllegalStateException("a fault of ours"));
    }
    CompletableFuture<Void> safe =
        turns.deliver(aRequest("d1", "d2", "d3").build(), TestSlots.open());
    assertThat(safe).failsWithin(PROMPTLY);
    assertThat(safe.exceptionNow())
        .isInstanceOfSatisfying(
            AbandonedPushesException.class,
            abandoned -> assertThat(abandoned.pushes()).isBetween(1, 2));
    assertThat(outcomes).hasSizeBetween(1, 2);
  }

  @Test
  void leavesAPushUnendedAtAStop() {
    kafka.close();
    CompletableFuture<Void> safe =
        turns.deliver(
            aRequest(push -> push.getMessageBuilder().setAppId("gone"), "d1").build(),
            TestSlots.open());
    assertThat(safe).failsWithin(PROMPTLY);
    assertThat(PublisherClosedException.isCauseOf(safe.exceptionNow())).isTrue();
  }

  @Test
  void givesARepeatedPushTheSameId() {
    deliver(aRequest("d1").build());
    deliver(aRequest(push -> push.setAttempt(3), "d1").build());
    assertThat(fcm.attempts()).hasSize(2);
    assertThat(fcm.attempts().getFirst().pushId()).isEqualTo(fcm.attempts().getLast().pushId());
  }

  /** The sends fail; the requests behind the pause wait. */
  private List<CompletableFuture<Void>> deliver60UntilTheProjectIsPaused() {
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new Deferred("UNAVAILABLE", 503, null)));
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(turns.deliver(aRequest("d" + i).build(), TestSlots.open()));
    }
    return all;
  }

  private void deliver(PushRequest request) {
    assertThat(turns.deliver(request, TestSlots.open())).succeedsWithin(PROMPTLY);
  }
}
