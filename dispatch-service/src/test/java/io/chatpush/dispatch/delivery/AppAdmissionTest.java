package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.events.PushRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppAdmissionTest {

  private static final ConsumerRecord<byte[], byte[]> RECORD =
      new ConsumerRecord<>("push.requests", 3, 0, new byte[0], new byte[0]);

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final TestPublisher kafka = new TestPublisher(codec);
  private final FakePushGateway fcm = new FakePushGateway();
  private final TestPacer time = new TestPacer(100);

  @AfterEach
  void close() {
    kafka.close();
  }

  @Test
  void letsAProjectThatIsHeldUpHaveNoMoreThanItsPartOfAWindow() {
    fcm.alsoServe("other-app", new Project("other", 600_000));
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new NotSent("CREDENTIALS_REFUSED", null)));
    Turns turns = turns();
    AppAdmission admission = new AppAdmission(turns, 4);
    PushRequest request = aRequest("d1").build();
    var _ = deliver(admission, turns, request);
    assertThat(admission.mustPark(RECORD, request)).isFalse();
    CompletableFuture<Void> second = deliver(admission, turns, request);
    assertThat(admission.mustPark(RECORD, request)).isTrue();
    assertThat(
            admission.mustPark(
                RECORD,
                aRequest(push -> push.getMessageBuilder().setAppId("other-app"), "d1").build()))
        .as("another project's request")
        .isFalse();
    fcm.otherwise(attempt -> CompletableFuture.completedFuture(new DeliveryOutcome.Accepted("m")));
    time.pass(Duration.ofSeconds(11));
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    assertThat(admission.mustPark(RECORD, request)).as("all that was open is done").isFalse();
  }

  @Test
  void keepsAPlaceForAnAppThatSharesTheProjectOfTwoThatAreHeldUp() {
    for (String app : List.of("second", "third")) {
      fcm.alsoServe(app, FakePushGateway.PROJECT);
    }
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new NotSent("CREDENTIALS_REFUSED", null)));
    Turns turns = turns();
    AppAdmission admission = new AppAdmission(turns, 9);
    PushRequest first = aRequest("d1").build();
    PushRequest second =
        aRequest(push -> push.getMessageBuilder().setAppId("second"), "d1").build();
    for (int i = 0; i < 20; i++) {
      for (PushRequest request : List.of(first, second)) {
        if (!admission.mustPark(RECORD, request)) {
          var _ = deliver(admission, turns, request);
        }
      }
    }
    PushRequest third = aRequest(push -> push.getMessageBuilder().setAppId("third"), "d1").build();
    for (int i = 0; i < 2; i++) {
      assertThat(admission.mustPark(RECORD, third)).as("request %d of the third", i).isFalse();
      var _ = deliver(admission, turns, third);
    }
    assertThat(admission.mustPark(RECORD, third)).as("it is held up, too").isTrue();
  }

  @Test
  void makesRoomForNobodyWhereThereIsOneApp() {
    fcm.otherwise(
        attempt -> CompletableFuture.completedFuture(new NotSent("CREDENTIALS_REFUSED", null)));
    Turns turns = turns();
    AppAdmission admission = new AppAdmission(turns, 2);
    PushRequest request = aRequest("d1").build();
    var _ = deliver(admission, turns, request);
    var _ = deliver(admission, turns, request);
    assertThat(admission.mustPark(RECORD, request)).isFalse();
  }

  private static CompletableFuture<Void> deliver(
      AppAdmission admission, Turns turns, PushRequest request) {
    return admission.with(RECORD, request, () -> turns.deliver(request, TestSlots.open()));
  }

  private Turns turns() {
    return TestTurns.of(
        fcm,
        new RetryPolicy(new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0), new Random(1)),
        time.pacer(),
        kafka.publisher(),
        outcome -> CompletableFuture.allOf(),
        new DeliveryMeters(new SimpleMeterRegistry()),
        Clock.fixed(Requests.NOW, ZoneOffset.UTC));
  }
}
